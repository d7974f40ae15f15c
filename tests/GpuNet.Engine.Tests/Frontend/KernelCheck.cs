using System.Numerics;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using GpuNet.Engine.Backends;
using GpuNet.Engine.Backends.Simd;
using GpuNet.Engine.Drivers.Cpu;
using GpuNet.Engine.Drivers.Launching;
using GpuNet.Engine.Frontend;
using GpuNet.Engine.IR;
using GpuNet.Engine.Tests.IR;
using GpuNet.Engine.Tests.OpenCl;
using GpuNet.Engine.Transforms;
using ILGPU.Backends.EntryPoints;
using ILGPU;
using ILGPU.Runtime.CPU;

namespace GpuNet.Engine.Tests.Frontend;

/// <summary>
/// Runs one kernel in five ways on equal copies of its arrays: the C# method itself (debug mode), the translated IR and
/// the optimized IR in the interpreter, the compiled code of the CPU in every width, and OpenCL where there is a
/// device. All arrays have to come out equal to the bit.
/// </summary>
internal static unsafe class KernelCheck
{
    private static readonly CPUAccelerator Debugger =
        (CPUAccelerator)Context.Create(builder => builder.DefaultCPU().Debug()).CreateCPUAccelerator(0);

    private static readonly Dictionary<int, long> NoConstants = [];
    private static readonly int[] Widths = [1, 4, 8, 16];

    /// <summary>Implicitly grouped, in groups of eight items; arrays are views, all else is passed by value.</summary>
    public static void Items(int extent, Delegate kernel, params object[] arguments) =>
        Run(kernel.Method, KernelIndex.Index1D, [extent], ((extent + 7) / 8, 1, 1), (8, 1, 1), arguments);

    public static void InexactItems(int extent, Delegate kernel, params object[] arguments) => Run(
        kernel.Method, KernelIndex.Index1D, [extent], ((extent + 7) / 8, 1, 1), (8, 1, 1), arguments, isExact: false);

    public static void Items((int X, int Y) extent, Delegate kernel, params object[] arguments) =>
        Run(kernel.Method, KernelIndex.Index2D, [extent.X, extent.Y], ((extent.X + 3) / 4, (extent.Y + 1) / 2, 1),
            (4, 2, 1), arguments);

    public static void Items((int X, int Y, int Z) extent, Delegate kernel, params object[] arguments) =>
        Run(kernel.Method, KernelIndex.Index3D, [extent.X, extent.Y, extent.Z],
            ((extent.X + 1) / 2, extent.Y, (extent.Z + 1) / 2), (2, 1, 2), arguments);

    public static void LongItems(int extent, Delegate kernel, params object[] arguments) =>
        Run(kernel.Method, KernelIndex.LongIndex1D, [extent], ((extent + 7) / 8, 1, 1), (8, 1, 1), arguments);

    /// <summary>Explicitly grouped.</summary>
    public static void Groups(
        (int X, int Y, int Z) grid, (int X, int Y, int Z) group, Delegate kernel, params object[] arguments) =>
        Run(kernel.Method, KernelIndex.Explicit, [], grid, group, arguments);

    /// <param name="kernel">The kernel.</param>
    /// <param name="index">How it gets its index.</param>
    /// <param name="extent">The extent, for an implicitly grouped kernel.</param>
    /// <param name="grid">Groups.</param>
    /// <param name="group">Items of a group.</param>
    /// <param name="arguments">Arrays for views, and values.</param>
    /// <param name="dynamicShared">Bytes of dynamic shared memory.</param>
    /// <param name="isExact">False if the kernel uses functions that every device computes in its own way.</param>
    public static void Run(
        MethodInfo kernel, KernelIndex index, long[] extent, (int X, int Y, int Z) grid, (int X, int Y, int Z) group,
        object[] arguments, int dynamicShared = 0, bool isExact = true)
    {
        var dimensions = new LaunchDimensions(grid.X, grid.Y, grid.Z, group.X, group.Y, group.Z, dynamicShared);
        var entry = index == KernelIndex.Explicit
            ? EntryPointDescription.FromExplicitlyGroupedKernel(kernel)
            : EntryPointDescription.FromImplicitlyGroupedKernel(kernel);
        var debugged = new DebugExecutor(Debugger, KernelSignature.Of(entry));
        var expected = Execute((slots, _) => OnPointer(slots, pointer => debugged.Launch(dimensions, pointer)));

        var raw = Compile(kernel, index);
        Check("translated", raw, slots => new Interpreter(raw).Launch(grid, group, slots, dynamicShared));
        var program = Optimizer.Run(Compile(kernel, index), index, NoConstants);
        Verifier.Verify(program.Function, "the optimizer");
        var optimized = program.Function;
        Check("optimized", optimized, slots => new Interpreter(optimized).Launch(grid, group, slots, dynamicShared));
        foreach (int lanes in Widths.Where(lanes => lanes <= SimdWidth.Maximum))
        {
            // A program of its own: this back end changes it.
            var compiled = new SimdKernel(Optimizer.Run(Compile(kernel, index), index, NoConstants), lanes);
            Check($"compiled for {lanes} lanes", optimized, slots =>
                OnPointer(slots, pointer =>
                {
                    // In two parts, as threads share them.
                    compiled.RunGroups(0, dimensions.Groups / 2, dimensions, pointer);
                    compiled.RunGroups(dimensions.Groups / 2, dimensions.Groups, dimensions, pointer);
                }));
        }
        if (isExact && ClTestDevice.OrNull is { } device)
        {
            CheckOnOpenCl("on OpenCL", device);
            // What GPUs get differs where neighbours are read and written at once.
            if (VectorAccesses.Find(optimized).All.Any())
                CheckOnOpenCl("with wide accesses on OpenCL", ClTestDevice.LikeGpu);
        }

        void CheckOnOpenCl(string what, ClTestDevice on)
        {
            var actual =
                Execute((slots, buffers) => RunOnOpenCl(on, program, grid, group, dynamicShared, slots, buffers));
            // Which NaN an operation gives is each processor's own.
            Compare(kernel, what, optimized, OneNaN(expected, arguments), OneNaN(actual, arguments));
        }

        List<byte[]> Execute(Action<ulong[], List<(nint Address, int Bytes)>> run) =>
            KernelCheck.Execute(kernel, extent, arguments, run);
        void Check(string what, Function function, Action<ulong[]> run) =>
            Compare(kernel, what, function, expected, Execute((slots, _) => run(slots)));
    }

    private delegate void SlotAction(ulong* slots);

    private static void OnPointer(ulong[] slots, SlotAction action)
    {
        fixed (ulong* pointer = slots)
            action(pointer);
    }

    private static void RunOnOpenCl(
        ClTestDevice device, KernelProgram program, (int X, int Y, int Z) grid, (int X, int Y, int Z) group,
        int dynamicShared,
        ulong[] slots, List<(nint Address, int Bytes)> buffers)
    {
        var copies = buffers.ConvertAll(buffer => (
            Slot: Array.IndexOf(slots, (ulong)buffer.Address),
            Data: new ReadOnlySpan<byte>((void*)buffer.Address, buffer.Bytes).ToArray()));
        device.Run(program, grid, group, dynamicShared, slots, copies);
        for (int index = 0; index < buffers.Count; index++)
            copies[index].Data.CopyTo(new Span<byte>((void*)buffers[index].Address, buffers[index].Bytes));
    }

    public static Function Compile(MethodInfo kernel, KernelIndex index)
    {
        var function = KernelCompiler.Compile(kernel, index);
        Verifier.Verify(function, "the front end");
        return function;
    }

    private static List<byte[]> Execute(
        MethodInfo kernel, long[] extent, object[] arguments, Action<ulong[], List<(nint Address, int Bytes)>> run)
    {
        var slots = extent.Select(value => (ulong)value).ToList();
        var buffers = new List<(nint Address, int Bytes)>();
        var parameters = kernel.GetParameters();
        for (int index = 0; index < arguments.Length; index++)
            AddArgument(
                slots, buffers, parameters[parameters.Length - arguments.Length + index].ParameterType,
                arguments[index]);
        try
        {
            run([.. slots], buffers);
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
            new ReadOnlySpan<byte>(Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(array)), bytes).CopyTo(
                new Span<byte>(copy, bytes));
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

    private static void Compare(
        MethodInfo kernel, string what, Function function, List<byte[]> expected, List<byte[]> actual)
    {
        for (int buffer = 0; buffer < expected.Count; buffer++)
        {
            int at = expected[buffer].AsSpan().CommonPrefixLength(actual[buffer]);
            if (at < expected[buffer].Length)
                Assert.Fail(
                    $"{kernel.Name}, {what}: array {buffer} differs at byte {at} of {actual[buffer].Length}\n"
                    + function);
        }
    }

    private static List<byte[]> OneNaN(List<byte[]> buffers, object[] arguments)
    {
        var arrays = arguments.OfType<Array>().ToList();
        return [.. buffers.Select((buffer, index) => arrays[index] switch
        {
            float[] => OneNaN<float>(buffer),
            double[] => OneNaN<double>(buffer),
            _ => buffer,
        })];
    }

    private static byte[] OneNaN<T>(byte[] buffer)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var values = MemoryMarshal.Cast<byte, T>(buffer).ToArray();
        return MemoryMarshal.AsBytes(
            Array.ConvertAll(values, value => T.IsNaN(value) ? T.NaN : value).AsSpan()).ToArray();
    }

    private sealed class Boxed
    {
        public byte First = 0;
    }
}
