using GpuNet.TestKit;

namespace GpuNet.Runtime.Tests.Devices;

public class DeviceTests
{
    [Fact]
    public void A_name_stands_for_one_object()
    {
        Assert.Same(Device.Cpu, Device.Parse("cpu"));
        Assert.Same(Device.Cpu, Device.Parse(" CPU "));
        Assert.NotSame(Device.Cpu, Device.Parse("cpu:debug"));
        Assert.Equal("cpu:debug", Device.Parse("cpu:debug").ToString());
        Assert.Equal(DeviceKind.Cpu, Device.Cpu.Kind);
        Assert.NotEmpty(Device.Cpu.Name);
    }

    [Theory]
    [InlineData("tpu:0")]
    [InlineData("opencl:99")]
    [InlineData("cpu:1")]
    [InlineData("")]
    public void An_unknown_device_is_one_error_that_names_those_available(string name)
    {
        var error = Assert.Throws<DeviceException>(() => Device.Parse(name));
        Assert.Contains($"'{name}'", error.Message);
        foreach (var info in Device.All.Where(info => info.IsUsable)) Assert.Contains(info.Id, error.Message);
    }

    [Fact]
    public void The_processor_is_always_there()
    {
        var info = Assert.Single(Device.All, info => info.Kind == DeviceKind.Cpu);
        Assert.Equal("cpu", info.Id);
        Assert.True(info.IsUsable);
    }

    [Fact]
    public void Every_usable_device_opens_and_computes()
    {
        foreach (var id in TestDevices.Present)
        {
            var device = Device.Parse(id);
            Assert.Equal(id, device.Id);
            using var scope = Tape.Scope();
            Assert.Equal([3f, 5f], (Tensor.From<float>([1f, 2f], device) * 2 + 1).ToArray());
            device.Synchronize();
        }
    }

    [Theory, EveryDevice]
    public void Tensors_move_between_devices(string id)
    {
        using var scope = Tape.Scope();
        var x = Tensor.From<double>([1.5, -2], Device.Cpu);
        var moved = x.To(Device.Parse(id));
        Assert.Equal(id, moved.Device.Id);
        Assert.Equal([1.5, -2], moved.ToArray<double>());
        Assert.Same(moved, moved.To(Device.Parse(id)));
        Assert.Equal([1, 2], Tensor.From<int>([1, 2], Device.Cpu).To(Device.Parse(id)).ToArray<int>());
    }
}
