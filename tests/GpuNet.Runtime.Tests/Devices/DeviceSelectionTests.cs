namespace GpuNet.Runtime.Tests.Devices;

/// <summary>How the environment chooses a device. Runs alone: the environment is the whole process's.</summary>
[CollectionDefinition(nameof(DeviceSelectionTests), DisableParallelization = true)]
[Collection(nameof(DeviceSelectionTests))]
public class DeviceSelectionTests
{
    [Theory]
    [InlineData("cpu:debug", "cpu:debug")]
    [InlineData("CPU", "cpu")]
    public void The_environment_names_the_device(string value, string expected) =>
        With(value, () =>
        {
            Assert.Equal(expected, Device.Auto.Id);
            Assert.Equal(expected, Device.Parse("auto").Id);
        });

    [Fact]
    public void Without_it_a_gpu_is_preferred_and_the_processor_is_there_otherwise()
    {
        foreach (var value in new[] { null, "", "auto" })
        {
            With(value, () =>
            {
                var cuda = Device.All.FirstOrDefault(info => info.Kind == DeviceKind.Cuda && info.IsUsable);
                if (cuda is not null) Assert.Equal(cuda.Id, Device.Auto.Id);
                else Assert.True(Device.Auto.Id == "cpu" || !Device.Auto.IsProcessor);
            });
        }
    }

    [Fact]
    public void A_name_that_is_wrong_is_reported_with_where_it_comes_from() =>
        With("tpu:7", () =>
        {
            var error = Assert.Throws<DeviceException>(() => Device.Auto);
            Assert.Contains("GPUNET_DEVICE", error.Message);
            Assert.Contains("'tpu:7'", error.Message);
        });

    [Fact]
    public void Tensors_without_a_device_go_to_the_default()
    {
        var before = Device.Default;
        try
        {
            Device.Default = Device.Parse("cpu:debug");
            using var scope = Tape.Scope();
            Assert.Equal("cpu:debug", Tensor.Zeros([1]).Device.Id);
            Assert.Equal("cpu:debug", new Generator(1).Uniform([1]).Device.Id);
        }
        finally
        {
            Device.Default = before;
        }
    }

    private static void With(string? value, Action action)
    {
        var before = Environment.GetEnvironmentVariable("GPUNET_DEVICE");
        Environment.SetEnvironmentVariable("GPUNET_DEVICE", value);
        try
        {
            action();
        }
        finally
        {
            Environment.SetEnvironmentVariable("GPUNET_DEVICE", before);
        }
    }
}
