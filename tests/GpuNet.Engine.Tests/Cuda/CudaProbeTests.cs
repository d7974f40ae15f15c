using System.Runtime.InteropServices;
using GpuNet.Engine.Drivers.Cuda;
using ILGPU.Runtime;

namespace GpuNet.Engine.Tests.Cuda;

/// <summary>Where CUDA cannot be used, there is a reason that says what to do.</summary>
public class CudaProbeTests
{
    [Fact]
    public void There_is_a_device_or_a_reason()
    {
        var listed = DeviceProbe.UnusableDevices.Where(device => device.AcceleratorType == AcceleratorType.Cuda).ToList();
        Assert.NotEmpty(listed);
        Assert.All(listed, device => Assert.True(device is { Name.Length: > 0, Reason.Length: > 0 }));
        bool hasDriver = NativeLibrary.TryLoad(OperatingSystem.IsWindows() ? "nvcuda.dll" : "libcuda.so.1", out _);
        Assert.Equal(hasDriver, !listed[0].Reason.StartsWith("No NVIDIA driver", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(11010, "CUDA 11.1,")]
    [InlineData(9020, "CUDA 9.2,")]
    public void An_old_driver_is_told_by_its_version(int version, string expected) => Assert.Contains(expected, CudaProbe.DriverObstacle(version));

    [Theory]
    [InlineData(11020)]
    [InlineData(13000)]
    public void A_newer_driver_is_none(int version) => Assert.Null(CudaProbe.DriverObstacle(version));

    [Fact]
    public void An_old_device_is_told_by_its_compute_capability()
    {
        Assert.Contains("5.2", CudaProbe.DeviceObstacle(5, 2));
        Assert.Contains("OpenCL", CudaProbe.DeviceObstacle(9, 0));
    }
}
