using GpuNet.TestKit;

namespace GpuNet.Kernels.Tests;

/// <summary>
/// The op that docs/kernels.md shows how to write: what is printed there is what is compiled and run here.
/// </summary>
public class DocumentedOpTests
{
    [Fact]
    public void The_page_shows_the_code_that_is_compiled()
    {
        var code = File.ReadAllText(Repository.PathOf(
            "tests", "GpuNet.Kernels.Tests", "Elementwise", "SquaredRelu.cs"));
        var page = File.ReadAllText(Repository.PathOf("docs", "kernels.md"));
        Assert.Contains(code[code.IndexOf("/// <summary>", StringComparison.Ordinal)..].TrimEnd(), page);
    }

    [Theory]
    [EveryDevice]
    public void An_op_of_another_assembly_runs_like_our_own(string deviceName)
    {
        using var device = KernelDevice.Open(deviceName);
        var (y, dx) = (device.Allocate(4), device.Allocate(4));
        var x = device.Upload([-2f, 0, 0.5f, 3]);
        device.Run(MapKernels.Forward<SquaredRelu, float, PortableMath>, 4, x.View, y.View, default(SquaredRelu));
        device.Run(MapKernels.BackwardFromInput<Single<SquaredRelu>, float, PortableMath>, 4,
            x.View, device.Allocate(4, 1).View, dx.View, default(Single<SquaredRelu>));
        Assert.Equal([0, 0, 0.25f, 9], y.Read());
        Assert.Equal([0, 0, 1, 6], dx.Read());
        Assert.Equal(9, SquaredRelu.Info.Reference(3, []));
    }
}
