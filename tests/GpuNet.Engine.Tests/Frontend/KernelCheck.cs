using System.Numerics;
using System.Reflection;
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

    private static readonly CPUAccelerator[] DebuggersWithWarps =
        [.. new[] { 4, 32 }.Select(size => new CPUDevice(size, 256 / size, 1).CreateCPUAccelerator(Debugger.Context))];

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
        object[] arguments, int dynamicShared = 0, bool isExact = true) =>
        Run(kernel, index, [new CheckedLaunch(extent, grid, group, arguments, dynamicShared)], isExact);

    /// <summary>Several launches of the same kernel: what is compiled for one must fit the others, or be compiled again.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="index">How it gets its index.</param>
    /// <param name="launches">The launches.</param>
    /// <param name="isExact">False if the kernel uses functions that every device computes in its own way.</param>
    /// <param name="widths">Numbers of lanes; all without.</param>
    public static void Run(MethodInfo kernel, KernelIndex index, IReadOnlyList<CheckedLaunch> launches, bool isExact = true, int[]? widths = null)
    {
        foreach (var alike in launches.GroupBy(launch => SpecializedBits(kernel, index, launch)))
        {
            var constants = ConstantsOf(kernel, index, alike.First());
            CheckedRun[] runs = [.. alike.Select(launch => new CheckedRun(launch, Expected(kernel, index, launch)))];
            var raw = Compile(kernel, index, constants);
            var program = Optimize(kernel, index, constants);
            var optimized = program.Function;
            foreach (var run in runs)
            {
                var launch = run.Launch;
                CheckWarps(kernel, index, launch);
                if (constants.Count == 0)
                    Check("translated", run, copies => new Interpreter(raw).Launch(launch.Grid, launch.Group, copies.Slots, launch.DynamicShared));
                Check("optimized", run, copies => new Interpreter(optimized).Launch(launch.Grid, launch.Group, copies.Slots, launch.DynamicShared));
            }
            foreach (int lanes in (widths ?? Widths).Where(lanes => lanes <= SimdWidth.Maximum))
            {
                // A program of its own: this back end changes it. Stores past the caches are for large launches otherwise.
                var compiled = new SimdKernel(Optimize(kernel, index, constants), lanes, leastStreamedBytes: lanes == 8 ? 0 : null);
                foreach (var run in runs)
                    Check($"compiled for {lanes} lanes", run, copies => RunGroups(compiled, run.Launch.Dimensions, copies.Slots));
            }
            if (!isExact || ClTestDevice.OrNull is not { } device)
                continue;
            foreach (var run in runs)
            {
                CheckOnOpenCl("on OpenCL", run, device);
                // What GPUs get differs where neighbours are read and written at once.
                if (VectorAccesses.Find(optimized).All.Any())
                    CheckOnOpenCl("with wide accesses on OpenCL", run, ClTestDevice.LikeGpu);
            }

            void CheckOnOpenCl(string what, CheckedRun run, ClTestDevice on)
            {
                var launch = run.Launch;
                var actual = Execute(kernel, launch, copies => RunOnOpenCl(on, program, launch, copies));
                // Which NaN an operation gives is each processor's own.
                Compare(kernel, what, optimized, OneNaN(run.Expected, launch), OneNaN(actual, launch));
            }

            void Check(string what, CheckedRun run, Action<LaunchCopies> action) =>
                Compare(kernel, what, optimized, run.Expected, Execute(kernel, run.Launch, action));
        }
    }

    /// <summary>What the method itself leaves in the arrays.</summary>
    public static List<byte[]> Expected(MethodInfo kernel, KernelIndex index, CheckedLaunch launch) => Expected(kernel, index, launch, Debugger);

    private static List<byte[]> Expected(MethodInfo kernel, KernelIndex index, CheckedLaunch launch, CPUAccelerator debugger)
    {
        var debugged = new DebugExecutor(debugger, KernelSignature.Of(EntryPoint(kernel, index)));
        return Execute(kernel, launch, copies => OnPointer(copies.Slots, pointer => debugged.Launch(launch.Dimensions, pointer)));
    }

    /// <summary>What the interpreter leaves in the arrays on a device with larger warps.</summary>
    public static List<byte[]> ExpectedInWarps(MethodInfo kernel, KernelIndex index, CheckedLaunch launch, int warpSize)
    {
        var function = Compile(kernel, index, ConstantsOf(kernel, index, launch), hasWarps: true);
        return Execute(kernel, launch, copies => new Interpreter(function) { WarpSize = warpSize }.Launch(launch.Grid, launch.Group, copies.Slots, launch.DynamicShared));
    }

    private static void CheckWarps(MethodInfo kernel, KernelIndex index, CheckedLaunch launch)
    {
        var function = Compile(kernel, index, ConstantsOf(kernel, index, launch), hasWarps: true);
        if (!function.UsesWarps)
            return;
        foreach (var debugger in DebuggersWithWarps)
        {
            string what = $"with warps of {debugger.WarpSize}";
            Compare(kernel, what, function, ExpectedInWarps(kernel, index, launch, debugger.WarpSize), Expected(kernel, index, launch, debugger));
        }
    }

    public static EntryPointDescription EntryPoint(MethodInfo kernel, KernelIndex index) => index == KernelIndex.Explicit
        ? EntryPointDescription.FromExplicitlyGroupedKernel(kernel)
        : EntryPointDescription.FromImplicitlyGroupedKernel(kernel);

    public static Function Compile(MethodInfo kernel, KernelIndex index) => Compile(kernel, index, NoConstants);

    /// <summary>What a launch leaves in copies of its arrays.</summary>
    public static List<byte[]> Execute(MethodInfo kernel, CheckedLaunch launch, Action<LaunchCopies> run)
    {
        using var copies = new LaunchCopies(launch, [.. kernel.GetParameters().Select(parameter => parameter.ParameterType)]);
        run(copies);
        return copies.ToArraysWithoutGaps();
    }

    private static Function Compile(MethodInfo kernel, KernelIndex index, Dictionary<int, long> constants, bool hasWarps = false)
    {
        var function = KernelCompiler.Compile(kernel, index, hasWarps, constants);
        Verifier.Verify(function, "the front end");
        return function;
    }

    private static KernelProgram Optimize(MethodInfo kernel, KernelIndex index, Dictionary<int, long> constants) =>
        Optimizer.Run(Compile(kernel, index, constants), index, constants, verify: true);

    private static Dictionary<int, long> ConstantsOf(MethodInfo kernel, KernelIndex index, CheckedLaunch launch)
    {
        using var copies = new LaunchCopies(launch, [.. kernel.GetParameters().Select(parameter => parameter.ParameterType)]);
        return KernelSignature.Of(EntryPoint(kernel, index)).SpecializedSlots.ToDictionary(slot => slot, slot => (long)copies.Slots[slot]);
    }

    private static string SpecializedBits(MethodInfo kernel, KernelIndex index, CheckedLaunch launch) =>
        string.Join(' ', ConstantsOf(kernel, index, launch));

    private static void RunGroups(SimdKernel compiled, LaunchDimensions dimensions, ulong[] slots) => OnPointer(slots, pointer =>
    {
        // In two parts, as threads share them.
        compiled.RunGroups(0, dimensions.Groups / 2, dimensions, pointer);
        compiled.RunGroups(dimensions.Groups / 2, dimensions.Groups, dimensions, pointer);
    });

    private sealed record CheckedRun(CheckedLaunch Launch, List<byte[]> Expected);

    private delegate void SlotAction(ulong* slots);

    private static void OnPointer(ulong[] slots, SlotAction action)
    {
        fixed (ulong* pointer = slots)
            action(pointer);
    }

    private static void RunOnOpenCl(ClTestDevice device, KernelProgram program, CheckedLaunch launch, LaunchCopies copies)
    {
        var data = copies.ToArrays();
        device.Run(program, launch.Grid, launch.Group, launch.DynamicShared, copies.SlotsWith, data);
        for (int index = 0; index < data.Count; index++)
            data[index].CopyTo(copies.BytesOf(index));
    }

    public static void Compare(
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

    /// <summary>Which NaN an operation gives is each processor's own.</summary>
    public static List<byte[]> OneNaN(List<byte[]> buffers, CheckedLaunch launch)
    {
        var arrays = launch.Arrays;
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
}
