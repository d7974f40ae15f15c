using System.Runtime.CompilerServices;
using GpuNet.Engine.Frontend;
using GpuNet.Engine.IR;
using GpuNet.Engine.Transforms;
using ILGPU;
using ILGPU.Runtime;

namespace GpuNet.Engine.Tests.Frontend;

/// <summary>.NET's own types and helpers, inlined or known; unsafe code; specialized values.</summary>
public sealed class LibraryTests
{
    private static readonly int[] Inputs = [0, 1, 2, 5, 9, -3, 100, 12345];

    private static void Check(Action<Index1D, ArrayView<int>, ArrayView<int>> kernel) =>
        KernelCheck.Items(Inputs.Length, kernel, Inputs, new int[Inputs.Length]);

    [Flags]
    private enum Sides { None, Left, Right, Both }

    [Fact]
    public void Helpers_of_the_library() => Check((i, x, y) =>
    {
        var (quotient, remainder) = Math.DivRem(x[i], 7);
        ulong wide = Math.BigMul((uint)x[i], 0xD2511F53u);
        int? maybe = x[i] > 3 ? x[i] : null;
        var sides = (Sides)(x[i] & 3);
        y[i] = quotient * 10 + remainder + (int)(wide >> 32) + (maybe ?? -1) + (maybe.HasValue ? 7 : 8)
            + (sides.HasFlag(Sides.Left) ? 1000 : 0) + Math.Abs(x[i]) + int.Max(x[i], 3)
                + (int)uint.RotateLeft((uint)x[i], 3);
    });

    [Fact]
    public void Halves_of_both_kinds() => KernelCheck.Items(
        EdgeValues.Single.Length,
        (Index1D i, ArrayView<float> x, ArrayView<float> y, ArrayView<System.Half> h, ArrayView<ILGPU.Half> g) =>
        {
            h[i] = (System.Half)x[i];
            g[i] = (ILGPU.Half)x[i];
            y[i] = (float)h[i] + (float)g[i] + (float)(g[i] + g[i]) + (g[i] < ILGPU.Half.One ? 1 : 0);
        },
        EdgeValues.Single,
        new float[EdgeValues.Single.Length],
        new System.Half[EdgeValues.Single.Length],
        new ILGPU.Half[EdgeValues.Single.Length]);

    [Fact]
    public void Remainders_and_float_helpers() => KernelCheck.Items(
        EdgeValues.Single.Length,
        (Index1D i, ArrayView<float> x, ArrayView<float> y) =>
        {
            y[i * 5] = x[i] % 3.7f;
            // By a half: .NET fuses the product and the sum only where the processor does, and any other amount shows it.
            y[i * 5 + 1] = float.Lerp(x[i], 2f, 0.5f);
            y[i * 5 + 2] = float.CopySign(float.MinMagnitude(x[i], 7f), -1f);
            y[i * 5 + 3] = (float)Math.IEEERemainder(x[i], 3);
            y[i * 5 + 4] = MathF.ScaleB(x[i], 3) + (float.IsInteger(x[i]) ? 1 : 0);
        },
        EdgeValues.Single,
        new float[EdgeValues.Single.Length * 5]);

    [Fact]
    public void Vectors_are_structs() => KernelCheck.Items(
        4,
        (Index1D i, ArrayView<(float, float, float)> x, ArrayView<float> y) =>
        {
            var (a, b, c) = x[i];
            x[i] = (c, a, b);
            y[i] = a * a + b * b + c * c;
        },
        new (float, float, float)[] { (1, 2, 3), (0, -1, 4), (0.5f, 0.25f, 8), (7, 7, 7) },
        new float[4]);

    [Fact]
    public void Pointers_to_locals_and_buffers() => Check(Pointers);

    private static unsafe void Pointers(Index1D i, ArrayView<int> x, ArrayView<int> y)
    {
        var data = new long[8];
        int local = x[i];
        int* direct = &local;
        *direct += 5;
        fixed (long* start = data)
        {
            for (long* at = start; at < start + 8; at++)
                *at = (at - start) * local;
            start[3] += 100;
            ((int*)start)[9] = 1;
        }
        fixed (int* element = &y[i])
            *element = (int)(data[3] + data[7] + (data[4] >> 32)) + sizeof(long);
    }

    [Fact]
    public void Unsafe_members() => Check((i, x, y) =>
    {
        float single = Unsafe.BitCast<int, float>(x[i]);
        ref int next = ref Unsafe.Add(ref x[0], i.X);
        uint bits = Unsafe.As<float, uint>(ref single);
        y[i] = (int)bits + next + Unsafe.SizeOf<Index2D>() + Interop.SizeOf<double>();
    });

    private static void Specialized(ArrayView<int> y, SpecializedValue<int> size, int factor)
    {
        var shared = SharedMemory.Allocate<int>(size);
        shared[Group.IdxX] = Group.IdxX * factor;
        Group.Barrier();
        int sum = 0;
        for (int k = 0; k < size; k++)
            sum += shared[k];
        y[Group.IdxX] = sum;
    }

    [Fact]
    public void Specialized_values_are_constants_and_keep_their_slot()
    {
        var constants = new Dictionary<int, long> { [3] = 8 };
        var method = ((Action<ArrayView<int>, SpecializedValue<int>, int>)Specialized).Method;
        var function = KernelCompiler.Compile(method, KernelIndex.Explicit, specialization: constants);
        Optimizer.Run(function, KernelIndex.Explicit, constants);

        Assert.Equal(
            [ParameterRole.BufferHandle, ParameterRole.BufferOffset, ParameterRole.BufferLength,
                ParameterRole.Specialized, ParameterRole.Scalar],
            function.Parameters.Select(parameter => parameter.Role));
        Assert.Equal(32, function.StaticSharedBytes);
        Assert.DoesNotContain(
            function.Instructions, instruction => instruction.Operands.Contains(function.Parameters[3]));
    }

    [Fact]
    public void Offsets_of_fields() => KernelCheck.Items(
        1,
        (Index1D i, ArrayView<int> y) => { y[i] = Interop.OffsetOf<(byte, double)>("Item1") * 10 + Interop.OffsetOf<Offsets>(nameof(Offsets.Second)); },
        new int[1]);

    public struct Offsets
    {
        public byte First;
        public double Second;
    }

    private static void UseWarps(ArrayView<int> y) =>
        y[Warp.LaneIdx] = Warp.ShuffleDown(y[Group.IdxX], 1) + Warp.WarpSize;

    private static HashSet<Opcode> OperationsOf(Action<ArrayView<int>> kernel, bool hasWarps)
    {
        var function = KernelCompiler.Compile(kernel.Method, KernelIndex.Explicit, hasWarps);
        return [.. function.Instructions.Select(instruction => instruction.Op)];
    }

    [Fact]
    public void Warps_fold_away_where_they_are_single_items()
    {
        var warp = new HashSet<Opcode> { Opcode.Shuffle, Opcode.LaneId, Opcode.WarpSize };

        Assert.Empty(OperationsOf(UseWarps, hasWarps: false).Intersect(warp));
        Assert.Superset(warp, OperationsOf(UseWarps, hasWarps: true));
    }
}
