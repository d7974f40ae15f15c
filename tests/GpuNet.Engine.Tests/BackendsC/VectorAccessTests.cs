using System.Runtime.InteropServices;
using GpuNet.Engine.Backends.C;
using GpuNet.Engine.Frontend;
using GpuNet.Engine.IR;
using GpuNet.Engine.Tests.Cuda;
using GpuNet.Engine.Tests.Frontend;
using GpuNet.Engine.Transforms;
using GpuNet.TestKit;
using ILGPU;
using ILGPU.Runtime;

namespace GpuNet.Engine.Tests.BackendsC;

/// <summary>Structs of several scalars are read and written at once, where that is the same.</summary>
public class VectorAccessTests
{
    public struct Float4
    {
        public float X, Y, Z, W;
    }

    public struct Double2
    {
        public double X, Y;
    }

    public struct Short4
    {
        public short X, Y, Z, W;
    }

    public struct Float3
    {
        public float X, Y, Z;
    }

    private static void Scale(Index1D i, ArrayView<float> source, ArrayView<float> target, float factor)
    {
        var value = source.Cast<Float4>()[i];
        value.X *= factor;
        value.Y += value.X;
        value.Z -= factor;
        value.W /= factor;
        target.Cast<Float4>()[i] = value;
    }

    private static void ThroughShared(ArrayView<Float4> source, ArrayView<Float4> target)
    {
        var tile = SharedMemory.Allocate<float>(256);
        tile.Cast<Float4>()[Group.IdxX] = source[Grid.GlobalIndex.X];
        Group.Barrier();
        target[Grid.GlobalIndex.X] = tile.Cast<Float4>()[Group.DimX - 1 - Group.IdxX];
    }

    private static void Wide(Index1D i, ArrayView<Double2> source, ArrayView<Double2> target) => target[i] = source[i];

    private static void Narrow(Index1D i, ArrayView<Short4> source, ArrayView<Short4> target)
    {
        var value = source[i];
        value.X += value.W;
        target[i] = value;
    }

    // Twelve bytes: no two of them are sure to lie in one access.
    private static void Odd(Index1D i, ArrayView<Float3> source, ArrayView<Float3> target) => target[i] = source[i];

    private static void Swap(Index1D i, ArrayView<Float4> data)
    {
        var old = data[i];
        data[i] = new Float4 { X = old.W, Y = old.Z, Z = old.Y, W = old.X };
        data[i] = new Float4 { X = data[i].Y, Y = old.Y, Z = old.Z, W = data[i].X };
    }

    // Two views of one buffer: the second's values must be seen by the first.
    private static void Overlapping(Index1D i, ArrayView<float> a, ArrayView<float> b)
    {
        float x = a[0];
        b[1] = x + 1;
        float y = a[1];
        b[2] = y + 1;
        float z = a[2];
        b[3] = z + 1;
        b[4] = a[3] + 1;
    }

    private static KernelProgram Program(Delegate kernel, KernelIndex index) => Optimizer.Run(
        KernelCompiler.Compile(kernel.Method, index, hasWarps: false), index, new Dictionary<int, long>(), verify: true);

    private static string Ptx(string architecture, Delegate kernel, KernelIndex index)
    {
        var source = CEmitter.Emit(Program(kernel, index), new CudaDialect());
        return CudaCompiler.Compile(architecture, [(source.Text, source.EntryPoint)]);
    }

    [Theory]
    [InlineData("sm_80")]
    [InlineData("sm_90")]
    public void Compilers_for_GPUs_make_wide_accesses_of_structs(string architecture)
    {
        string scale = Ptx(architecture, Scale, KernelIndex.Index1D);
        Assert.Matches(@"ld\.global(\.nc)?\.v4\.f32", scale);
        Assert.Contains("st.global.v4.f32", scale);
        Assert.DoesNotMatch(@"(ld|st)\.global(\.nc)?\.f32", scale);
        string shared = Ptx(architecture, ThroughShared, KernelIndex.Explicit);
        Assert.Matches(@"ld\.global(\.nc)?\.v4\.f32", shared);
        Assert.Contains("st.shared.v4.f32", shared);
        Assert.Contains("ld.shared.v4.f32", shared);
        Assert.Contains("st.global.v4.f32", shared);
        Assert.Matches(@"ld\.global(\.nc)?\.v2\.f64", Ptx(architecture, Wide, KernelIndex.Index1D));
        Assert.Matches(@"ld\.global(\.nc)?\.v4\.u16", Ptx(architecture, Narrow, KernelIndex.Index1D));
        Assert.DoesNotMatch(@"\.v[24]\.", Ptx(architecture, Odd, KernelIndex.Index1D));
    }

    [Fact]
    public void The_source_says_which_views_have_to_be_aligned()
    {
        Assert.Equal(2, CEmitter.Emit(Program(Scale, KernelIndex.Index1D), new CudaDialect()).AlignedViews.Count);
        Assert.Empty(CEmitter.Emit(Program(Odd, KernelIndex.Index1D), new CudaDialect()).AlignedViews);
        Assert.Empty(CEmitter.Emit(Program(Scale, KernelIndex.Index1D), new CudaDialect { JoinsAccesses = false }).AlignedViews);
    }

    [Fact]
    public void A_vector_reads_like_one()
    {
        string text = CEmitter.Emit(Program(Wide, KernelIndex.Index1D), new CudaDialect()).Text;
        Assert.Contains("struct __align__(16) double_x2 { double s0, s1; };", text);
        Assert.Contains("double_x2 several0 = *(double_x2*)((double*)data_source + (long long)", text);
        Assert.Contains("= double_x2{ several0.s0, several0.s1 };", text);
    }

    [Fact]
    public void Bits_are_those_of_single_accesses()
    {
        float[] floats = [.. Enumerable.Range(0, 64).Select(i => i * 0.37f)];
        KernelCheck.Items(16, Scale, floats, new float[64], 0.3f);
        KernelCheck.Groups((2, 1, 1), (8, 1, 1), ThroughShared, Structs<Float4>(16), new Float4[16]);
        KernelCheck.Items(9, Wide, Structs<Double2>(9), new Double2[9]);
        KernelCheck.Items(9, Narrow, Structs<Short4>(9), new Short4[9]);
        KernelCheck.Items(9, Odd, Structs<Float3>(9), new Float3[9]);
        KernelCheck.Items(8, Swap, [Structs<Float4>(8)]);
    }

    [Fact]
    public void Stores_stay_between_the_loads_that_see_them()
    {
        using var accelerator = CudaTestDevice.Create(_ => { });
        using var buffer = accelerator.Allocate1D<float>(5);
        accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<float>, ArrayView<float>>(Overlapping)(1, buffer.View, buffer.View);
        Assert.Equal([0, 1, 2, 3, 4], buffer.GetAsArray1D());
        accelerator.Context.Dispose();
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(4, 8)]
    [InlineData(1, 4)]
    [InlineData(0, 3)]
    public void Views_that_start_anywhere_are_read_all_the_same(int from, int to)
    {
        using var accelerator = CudaTestDevice.Create(_ => { });
        using var source = accelerator.Allocate1D([.. Enumerable.Range(0, 80).Select(i => (float)i)]);
        using var target = accelerator.Allocate1D<float>(80);
        accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<float>, ArrayView<float>, float>(Scale)(
            16, source.View.SubView(from, 64), target.View.SubView(to, 64), 2);
        float[] expected = new float[80];
        for (int i = 0; i < 64; i += 4)
        {
            float x = (from + i) * 2;
            ((float[])[x, from + i + 1 + x, from + i, (from + i + 3) / 2f]).CopyTo(expected, to + i);
        }
        Assert.Equal(expected, target.GetAsArray1D());
        accelerator.Context.Dispose();
    }

    private static T[] Structs<T>(int count)
        where T : unmanaged
    {
        var structs = new T[count];
        var bytes = MemoryMarshal.AsBytes(structs.AsSpan());
        for (int index = 0; index < bytes.Length; index++)
            bytes[index] = (byte)(index * 37 % 61);
        return structs;
    }
}
