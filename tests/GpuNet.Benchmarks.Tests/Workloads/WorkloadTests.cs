using GpuNet.Benchmarks.Workloads;
using GpuNet.TestKit;

namespace GpuNet.Benchmarks.Tests.Workloads;

/// <summary>Workloads are not timed here: they only have to run, so that the benchmarks do not rot.</summary>
public class WorkloadTests
{
    private const int Tiny = 8;

    [Theory]
    [EveryDevice]
    public void Every_workload_runs_at_tiny_sizes(string id)
    {
        var device = Device.Parse(id);
        foreach (var workload in WorkloadCatalog.All(Tiny))
        {
            var run = workload.Prepare(device);
            run();
            run();
            device.Synchronize();
        }
    }

    [Fact]
    public void Names_are_unique_and_do_not_depend_on_the_limit()
    {
        string[] names = [.. WorkloadCatalog.All().Select(workload => workload.Name)];
        Assert.Distinct(names);
        Assert.Equal(names, WorkloadCatalog.All(Tiny).Select(workload => workload.Name));
    }

    [Theory]
    [InlineData("relu/16M", 2 * 4 * 16.777216e6, 0)]
    [InlineData("sum/16M", 4 * 16.777216e6, 0)]
    [InlineData("matmul/512", 0, 2.0 * 512 * 512 * 512)]
    [InlineData("matmul/128x784x512", 0, 2.0 * 128 * 784 * 512)]
    [InlineData("matmul/128x784x512/dx", 0, 2.0 * 128 * 784 * 512)]
    [InlineData("matmul/128x784x512/dw", 0, 2.0 * 128 * 784 * 512)]
    [InlineData("step/c", 0, 2.0 * 32 * ((2 * 64 * 32) + (3 * 32 * 10)))]
    public void Amounts_are_those_of_the_definitions(string name, double bytes, double operations) =>
        Assert.Equal(new Amount(bytes, operations), WorkloadCatalog.All().Single(workload => workload.Name == name).Amount);
}
