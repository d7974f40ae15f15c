using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using GpuNet.Engine.Backends.Simd;
using GpuNet.Engine.Drivers.Cpu;
using GpuNet.Engine.Drivers.Launching;
using GpuNet.Engine.Frontend;
using GpuNet.Engine.IR;
using GpuNet.Engine.Tests.IR;
using GpuNet.Engine.Transforms;
using ILGPU.Backends.EntryPoints;
using ILGPU;
using ILGPU.Runtime.CPU;

namespace GpuNet.Engine.Tests.Frontend;

/// <summary>
/// Runs one kernel in four ways on equal copies of its arrays: the C# method itself (debug mode), the translated IR and the
/// optimized IR in the interpreter, and the compiled code of the CPU. All arrays have to come out equal to the bit.
/// </summary>
internal static unsafe class KernelCheck
{
    private static readonly CPUAccelerator Debugger =
        (CPUAccelerator)Context.Create(builder => builder.DefaultCPU().Debug()).CreateCPUAccelerator(0);

    private static readonly Dictionary<int, long> NoConstants = [];

    /// <summary>Implicitly grouped, in groups of eight items; arrays are views, everything else is passed by value.</summary>
    public static void Items(int extent, Delegate kernel, params object[] arguments) =>
        Run(kernel.Method, KernelIndex.Index1D, [extent], ((extent + 7) / 8, 1, 1), (8, 1, 1), arguments);

    public static void Items((int X, int Y) extent, Delegate kernel, params object[] arguments) =>
        Run(kernel.Method, KernelIndex.Index2D, [extent.X, extent.Y], ((extent.X + 3) / 4, (extent.Y + 1) / 2, 1), (4, 2, 1), arguments);

    public static void Items((int X, int Y, int Z) extent, Delegate kernel, params object[] arguments) =>
        Run(kernel.Method, KernelIndex.Index3D, [extent.X, extent.Y, extent.Z], ((extent.X + 1) / 2, extent.Y, (extent.Z + 1) / 2), (2, 1, 2), arguments);

    public static void LongItems(int extent, Delegate kernel, params object[] arguments) =>
        Run(kernel.Method, KernelIndex.LongIndex1D, [extent], ((extent + 7) / 8, 1, 1), (8, 1, 1), arguments);

    /// <summary>Explicitly grouped.</summary>
    public static void Groups((int X, int Y, int Z) grid, (int X, int Y, int Z) group, Delegate kernel, params object[] arguments) =>
        Run(kernel.Method, KernelIndex.Explicit, [], grid, group, arguments);

    public static void Run(
        MethodInfo kernel, KernelIndex index, long[] extent, (int X, int Y, int Z) grid, (int X, int Y, int Z) group, object[] arguments, int dynamicShared = 0)
    {
        var dimensions = new LaunchDimensions(grid.X, grid.Y, grid.Z, group.X, group.Y, group.Z, dynamicShared);
        var entry = index == KernelIndex.Explicit
            ? EntryPointDescription.FromExplicitlyGroupedKernel(kernel)
            : EntryPointDescription.FromImplicitlyGroupedKernel(kernel);
        var expected = Execute(kernel, extent, arguments, slots =>
        {
            fixed (ulong* pointer = slots)
                new DebugExecutor(Debugger, KernelSignature.Of(entry)).Launch(dimensions, pointer);
        });

        var raw = Compile(kernel, index);
        Compare(kernel, "translated", raw, expected, Execute(kernel, extent, arguments, slots => new Interpreter(raw).Launch(grid, group, slots, dynamicShared)));
        var program = Optimizer.Run(Compile(kernel, index), index, NoConstants);
        Verifier.Verify(program.Function, "the optimizer");
        Compare(kernel, "optimized", program.Function, expected, Execute(kernel, extent, arguments, slots => new Interpreter(program.Function).Launch(grid, group, slots, dynamicShared)));
        foreach (int lanes in new[] { 1, 4, 8, 16 }.Where(lanes => lanes <= SimdWidth.Maximum))
            Compare(kernel, $"compiled for {lanes} lanes", program.Function, expected, Execute(kernel, extent, arguments, slots =>
            {
                fixed (ulong* pointer = slots)
                    new SimdKernel(program, lanes).RunGroups(0, dimensions.Groups, dimensions, pointer);
            }));
    }

    public static Function Compile(MethodInfo kernel, KernelIndex index)
    {
        var function = KernelCompiler.Compile(kernel, index);
        Verifier.Verify(function, "the front end");
        return function;
    }

    private static List<byte[]> Execute(MethodInfo kernel, long[] extent, object[] arguments, Action<ulong[]> run)
    {
        var slots = extent.Select(value => (ulong)value).ToList();
        var buffers = new List<(nint Address, int Bytes)>();
        var parameters = kernel.GetParameters();
        for (int index = 0; index < arguments.Length; index++)
            AddArgument(slots, buffers, parameters[parameters.Length - arguments.Length + index].ParameterType, arguments[index]);
        try
        {
            run([.. slots]);
            return buffers.ConvertAll(buffer => new ReadOnlySpan<byte>((void*)buffer.Address, buffer.Bytes).ToArray());
        }
        finally
        {
            buffers.ForEach(buffer => NativeMemory.AlignedFree((void*)buffer.Address));
        }
    }

    private static void AddArgument(List<ulong> slots, List<(nint, int)> buffers, Type type, object argument)
    {
        var layout = TypeLayout.Of(type);
        if (argument is Array array)
        {
            int bytes = array.Length * TypeLayout.Of(array.GetType().GetElementType()!).Size;
            void* copy = NativeMemory.AlignedAlloc((nuint)Math.Max(bytes, 1), 64);
            new ReadOnlySpan<byte>(Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(array)), bytes).CopyTo(new Span<byte>(copy, bytes));
            buffers.Add(((nint)copy, bytes));
            slots.AddRange([(ulong)copy, 0, (ulong)array.Length]);
            if (!layout.IsView)
                slots.Add((ulong)array.Length);
            return;
        }
        ref byte data = ref Unsafe.As<Boxed>(argument).First;
        foreach (var leaf in layout.Leaves)
        {
            ref byte at = ref Unsafe.Add(ref data, leaf.Offset);
            slots.Add(leaf.Type.Size switch
            {
                1 => at,
                2 => Unsafe.ReadUnaligned<ushort>(ref at),
                4 => Unsafe.ReadUnaligned<uint>(ref at),
                _ => Unsafe.ReadUnaligned<ulong>(ref at),
            });
        }
    }

    private static void Compare(MethodInfo kernel, string what, Function function, List<byte[]> expected, List<byte[]> actual)
    {
        for (int buffer = 0; buffer < expected.Count; buffer++)
        {
            int at = expected[buffer].AsSpan().CommonPrefixLength(actual[buffer]);
            Assert.True(at == expected[buffer].Length, $"{kernel.Name}, {what}: array {buffer} differs at byte {at} of {expected[buffer].Length}\n{function}");
        }
    }

    private sealed class Boxed
    {
        public byte First = 0;
    }
}
