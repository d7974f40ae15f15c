using GpuNet.Kernels;
using ILGPU;
using ILGPU.Runtime;

namespace GpuNet.Runtime.Tests.Profiling;

public class StepProfileTests
{
    /// <summary>On every device of a context of its own: those of the tests take no times.</summary>
    [Fact]
    public void Work_runs_in_its_order_and_each_part_has_its_time()
    {
        using var context = Context.Create(builder => builder.AllAccelerators().Profiling());
        foreach (var native in context)
        {
            using var accelerator = native.CreateAccelerator(context);
            using var buffer = accelerator.Allocate1D<int>(1);
            buffer.MemSetToZero();
            var kernel = accelerator.LoadAutoGroupedKernel<Index1D, ArrayView<int>, int>(TimesTenPlus);
            StepWork Append(int digit) => new($"digit {digit}", stream => kernel(stream, 1, buffer.View.BaseView, digit));

            using var stream = accelerator.CreateStream();
            accelerator.Synchronize();
            var profile = new StepProfile(stream, [Append(1), Append(2), Append(3)]);
            profile.Run();
            profile.Run();

            Assert.Equal(123123, buffer.GetAsArray1D()[0]);
            var launches = profile.Medians();
            Assert.Equal(["digit 1", "digit 2", "digit 3"], launches.Select(launch => launch.Name));
            Assert.All(launches, launch => Assert.InRange(launch.Time, TimeSpan.Zero, TimeSpan.FromMinutes(1)));
        }
    }

    [Fact]
    public void Times_have_to_be_asked_for_before_devices_are_in_use()
    {
        using var x = Tensor.Ones([3], device: Device.Cpu).Keep();
        using var step = PreparedStep.Record(Device.Cpu, () => x.CopyFrom(x * 2));
        Assert.Contains("EnableProfiling", Assert.Throws<InvalidOperationException>(() => step.Measure()).Message);
        Assert.Contains("already", Assert.Throws<InvalidOperationException>(Device.EnableProfiling).Message);
        Assert.Throws<ArgumentOutOfRangeException>("runs", () => step.Measure(0));
        Assert.Equal([2, 2, 2], x.ToArray());
    }

    [Fact]
    public void A_kernel_is_called_what_it_is_in_CSharp()
    {
        Assert.Equal("StepProfileTests.TimesTenPlus", KernelName.Of(((Delegate)TimesTenPlus).Method));
        Assert.Equal(
            "StepProfileTests.Of<Chain<Single<Relu>, Single<Tanh>>, Single>",
            KernelName.Of(((Delegate)Of<Chain<Single<Relu>, Single<Tanh>>, float>).Method));
    }

    internal static void TimesTenPlus(Index1D index, ArrayView<int> numbers, int digit) => numbers[0] = 10 * numbers[0] + digit;

    private static void Of<TOp, T>(TOp op, T value)
    {
    }
}
