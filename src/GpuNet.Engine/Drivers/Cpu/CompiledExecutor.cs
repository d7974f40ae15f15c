using System.Diagnostics;

namespace GpuNet.Engine.Drivers.Cpu;

/// <summary>
/// Runs compiled code on all cores. Sharing costs a microsecond, so a launch that has proved not much longer than that runs on
/// the calling thread.
/// </summary>
internal sealed unsafe class CompiledExecutor(ICpuKernelCode code, int maxThreads, long maxDynamicSharedBytes)
    : CpuExecutor
{
    // What handing out and joining costs with workers that are awake. They have to be woken first where launches are rare.
    private static readonly double ForkTicks = Stopwatch.Frequency * 1e-6;
    private static readonly double InlineTicks = 4 * ForkTicks;

    // How long a group took when groups last ran on one thread. Racing launches may overwrite it: it is only a hint.
    private double ticksPerGroup = double.PositiveInfinity;

    public override void Launch(in LaunchDimensions dimensions, ulong* slots)
    {
        if (dimensions.DynamicSharedBytes > maxDynamicSharedBytes)
        {
            throw new ArgumentOutOfRangeException(
                nameof(dimensions),
                $"The launch asks for {dimensions.DynamicSharedBytes} bytes of dynamic shared memory; beside the kernel's "
                + $"own, {maxDynamicSharedBytes} are left for a group.");
        }

        long groups = dimensions.Groups;
        if (groups == 1)
        {
            // Nothing to share, so nothing to learn: reading the clock would take as long as the launch.
            code.RunGroups(0, groups, dimensions, slots);
            return;
        }

        if (maxThreads > 1 && ticksPerGroup * groups > InlineTicks)
        {
            RunInParallel(dimensions, slots, groups);
            return;
        }

        long start = Stopwatch.GetTimestamp();
        code.RunGroups(0, groups, dimensions, slots);
        ticksPerGroup = (double)(Stopwatch.GetTimestamp() - start) / groups;
    }

    private void RunInParallel(in LaunchDimensions dimensions, ulong* slots, long groups)
    {
        long start = Stopwatch.GetTimestamp();
        WorkerPool.Shared.Run(code, dimensions, slots, maxThreads);
        double elapsed = Math.Max(0, Stopwatch.GetTimestamp() - start - ForkTicks);
        ticksPerGroup = elapsed * Math.Min(maxThreads, groups) / groups;
    }
}
