using System.Diagnostics;
using GpuNet.Kernels;
using ILGPU;
using ILGPU.Runtime;

namespace GpuNet.Benchmarks.Workloads;

/// <summary>What the engine itself costs: launching, sharing a launch among threads, compiling.</summary>
public static class EngineWorkloads
{
    private const int LaunchesInARow = 100;

    // Tens of microseconds of additions that wait for each other: long enough to be worth sharing, and of the same length everywhere.
    private const int ChainLength = 30_000;

    // Longer than workers look for more work before they sleep.
    private static readonly TimeSpan Pause = TimeSpan.FromMicroseconds(300);

    // Where the engine keeps compiled programs between processes; "off" makes it compile anew.
    private const string CacheVariable = "GPUNET_CACHE";

    /// <summary>Launches alone and in a row, the same work once and once for each thread, a kernel compiled and loaded again.</summary>
    public static IEnumerable<Workload> Create()
    {
        yield return new("launch/1", default, device => Launches(device, count: 1));
        yield return new($"launch/{LaunchesInARow}", default, device => Launches(device, LaunchesInARow));
        // The second would take as long as the first, did sharing cost nothing.
        yield return new("fork-join/one-group", default, device => Chains(device, groups: 1));
        yield return new("fork-join/group-per-core", default, device => Chains(device, Environment.ProcessorCount));
        yield return new("wake/one-group", default, device => AfterPause(Chains(device, groups: 1)));
        yield return new("wake/group-per-core", default, device => AfterPause(Chains(device, Environment.ProcessorCount)));
        yield return new("compile/cold", default, device => Compile(device, isCold: true));
        yield return new("compile/loaded", default, device => Compile(device, isCold: false));
    }

    /// <summary>The least a kernel can do.</summary>
    public static void SetToOne(Index1D index, ArrayView<float> y) => y[index] = 1;

    /// <summary>One item a group adds up the length of a chain.</summary>
    public static void AddChain(ArrayView<float> y, int length)
    {
        float sum = 0;
        for (int i = 0; i < length; i++)
            sum += 1.5f;
        y[Grid.IdxX] = sum;
    }

    private static Action Launches(Device device, int count)
    {
        var kernel = device.Accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<float>>(SetToOne);
        var y = device.Accelerator.Allocate1D<float>(1);
        return () =>
        {
            for (int i = 0; i < count; i++)
                kernel(1, y.View.BaseView);
        };
    }

    private static Action Chains(Device device, int groups)
    {
        var kernel = device.Accelerator.LoadStreamKernel<ArrayView<float>, int>(AddChain);
        var y = device.Accelerator.Allocate1D<float>(groups);
        return () => kernel(new KernelConfig(groups, 1), y.View.BaseView, ChainLength);
    }

    /// <summary>Work of the host, in which the device has nothing to do, then a launch.</summary>
    private static Action AfterPause(Action launch) => () =>
    {
        long start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < Pause)
            Thread.SpinWait(1);
        launch();
    };

    /// <summary>
    /// Loads sigmoid in portable math, a kernel of usual size, and launches it: code is complete only then. Cold, the engine knows
    /// nothing of it, in memory or on disk; else it has been loaded before.
    /// </summary>
    private static Action Compile(Device device, bool isCold)
    {
        var x = device.Accelerator.Allocate1D<float>(1);
        return () =>
        {
            var before = Environment.GetEnvironmentVariable(CacheVariable);
            if (isCold)
            {
                Environment.SetEnvironmentVariable(CacheVariable, "off");
                device.Accelerator.ClearCache(ClearCacheMode.Everything);
            }

            try
            {
                var kernel = device.Accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<float>, ArrayView<float>, Sigmoid>(
                    MapKernels.Forward<Sigmoid, float, PortableMath>);
                kernel(1, x.View.BaseView, x.View.BaseView, default);
            }
            finally
            {
                Environment.SetEnvironmentVariable(CacheVariable, before);
            }
        };
    }
}
