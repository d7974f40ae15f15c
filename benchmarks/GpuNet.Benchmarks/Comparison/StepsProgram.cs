using System.Diagnostics;
using System.Globalization;
using GpuNet.Benchmarks.Workloads;
using ILGPU.Runtime.Cuda;

namespace GpuNet.Benchmarks.Comparison;

/// <summary>
/// What a long training costs the host and the device's memory: <c>steps [--device name] [--count n] [--limit n] [workload...]</c>
/// repeats a workload so many times (10,000 unless said otherwise) and prints, for each, a line
/// "workload device steps n host_us x managed_bytes x device_bytes x graph yes|no".
/// </summary>
/// <remarks>
/// host_us: the time that the host takes to issue a run, without waiting for it: the median over blocks of runs short enough
/// for the device's queue. managed_bytes: what a run allocates on the managed heap. device_bytes: by how much the
/// device's memory in use grew from the tenth part of the runs to the last, of the pool and, on CUDA, of the whole driver.
/// </remarks>
internal sealed class StepsProgram
{
    private const int RunsOfBlock = 20;

    private static readonly string[] Usual = [$"{GpuWorkloads.Prefix}step/e", "step/c/code"];

    private readonly Device _device;
    private readonly int _blocks;
    private readonly Workload[] _workloads;

    private StepsProgram(string[] options)
    {
        int limit = WorkloadCatalog.Unlimited, count = 10_000;
        string? device = null;
        List<string> names = [];
        for (int i = 0; i < options.Length; i++)
        {
            switch (options[i])
            {
                case "--device": device = Options.Next(options, ref i); break;
                case "--count": count = Options.Number(options, ref i); break;
                case "--limit": limit = Options.Number(options, ref i); break;
                default: names.Add(options[i]); break;
            }
        }

        var all = WorkloadCatalog.All(limit).ToDictionary(workload => workload.Name);
        _workloads = [.. (names.Count > 0 ? names : [.. Usual]).Select(name => all.TryGetValue(name, out var workload)
            ? workload
            : throw new ArgumentException($"There is no workload '{name}'; there are {string.Join(", ", all.Keys)}."))];
        _device = device is null ? Device.Auto : Device.Parse(device);
        // The first tenth warms up.
        _blocks = Math.Max(10, count / RunsOfBlock);
    }

    /// <summary>Runs the mode; returns the exit code.</summary>
    /// <exception cref="ArgumentException">An option is wrong.</exception>
    public static int Run(string[] options, TextWriter output)
    {
        var program = new StepsProgram(options);
        foreach (var workload in program._workloads)
        {
            output.WriteLine(program.Measure(workload));
            output.Flush();
        }
        return 0;
    }

    private string Measure(Workload workload)
    {
        var work = workload.Prepare(_device);
        var microseconds = new List<double>(_blocks);
        long deviceBytes = 0, managedBytes = 0;
        int warmUp = _blocks / 10;
        for (int block = 0; block < _blocks; block++)
        {
            if (block == warmUp)
            {
                // Memory of tensors that nobody holds any longer comes back by the collector.
                GC.Collect();
                GC.WaitForPendingFinalizers();
                (deviceBytes, managedBytes) = (DeviceBytes(), GC.GetAllocatedBytesForCurrentThread());
            }

            long start = Stopwatch.GetTimestamp();
            for (int run = 0; run < RunsOfBlock; run++)
                work();
            double elapsed = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
            _device.Synchronize();
            if (block >= warmUp)
                microseconds.Add(elapsed / RunsOfBlock);
        }

        managedBytes = (GC.GetAllocatedBytesForCurrentThread() - managedBytes) / (microseconds.Count * RunsOfBlock);
        long growth = DeviceBytes() - deviceBytes;
        string isGraph = work.Target is PreparedStep { IsGraph: true } ? "yes" : "no";
        microseconds.Sort();
        return string.Create(CultureInfo.InvariantCulture,
            $"{workload.Name} {_device.Id} steps {_blocks * RunsOfBlock} host_us {microseconds[microseconds.Count / 2]:F2} managed_bytes {managedBytes} device_bytes {growth} graph {isGraph}");
    }

    /// <summary>What is in use of the device's memory: by everybody where the driver tells, otherwise what the pool took.</summary>
    private long DeviceBytes() => _device.Accelerator is CudaAccelerator cuda
        ? Math.Max(cuda.MemorySize - cuda.GetFreeMemory(), _device.Memory.Statistics.BytesReserved)
        : _device.Memory.Statistics.BytesReserved;
}
