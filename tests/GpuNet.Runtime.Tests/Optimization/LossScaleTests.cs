using GpuNet.Kernels;
using GpuNet.TestKit;

namespace GpuNet.Runtime.Tests.Optimization;

/// <summary>The factor on the loss follows the rules of torch's GradScaler.</summary>
public class LossScaleTests
{
    [Theory, EveryDevice]
    public void The_scale_grows_and_backs_off_as_torchs(string id)
    {
        var device = Device.Parse(id);
        using var scope = Tape.Scope();
        var weight = Tensor.Ones([3], device: device).Keep();
        weight.RequiresGrad = true;
        using var arena = new ParameterArena([weight]);
        using var scale = new LossScale(device, initial: 1024, growth: 4, backoff: 0.25, growthInterval: 3);
        var random = new Random(5);
        var (expected, successes, skipped) = (1024f, 0, 0);
        for (var step = 0; step < 60; step++)
        {
            var overflows = random.Next(6) == 0;
            arena.ZeroGrad();
            scale.Backward((weight * Tensor.From<float>([1, overflows ? float.NegativeInfinity : 2, 3], device)).Sum());
            scale.Unscale(arena);
            scale.Update();
            // torch's _amp_update_scale_, in its own words: found_inf, growth_tracker.
            if (overflows)
            {
                (expected, successes, skipped) = (expected * 0.25f, 0, skipped + 1);
            }
            else
            {
                Assert.Equal([1, 2, 3], weight.Grad!.ToArray());
                if (++successes == 3) (expected, successes) = (expected * 4, 0);
            }
            Assert.Equal((expected, skipped), ((float)scale.Value, scale.SkippedSteps));
        }
        Assert.InRange(skipped, 5, 20);
    }

    [Fact]
    public void A_scaled_update_takes_two_launches_more_than_a_plain_one()
    {
        using var scope = Tape.Scope();
        var weight = Tensor.Ones([3], device: Device.Cpu).Keep();
        weight.RequiresGrad = true;
        using var arena = new ParameterArena([weight]);
        using var updater = new ParameterUpdater<SgdUpdate>(arena, new SgdUpdate(), 0.1);
        using var scale = new LossScale(Device.Cpu);
        scale.Backward(weight.Sum());
        using var plain = PreparedStep.Record(Device.Cpu, () => updater.Step());
        using var scaled = PreparedStep.Record(Device.Cpu, () =>
        {
            scale.Unscale(arena);
            updater.Step(scale);
            scale.Update();
        });
        Assert.Equal(2, scaled.Length - plain.Length);
    }

    [Fact]
    public void The_scale_does_not_grow_beyond_floats()
    {
        using var scope = Tape.Scope();
        using var scale = new LossScale(Device.Cpu, initial: Math.Pow(2, 126), growthInterval: 1);
        for (var step = 0; step < 3; step++) scale.Update();
        Assert.Equal(Math.Pow(2, 127), scale.Value);
    }

    [Fact]
    public void Impossible_settings_and_losses_are_refused()
    {
        using var scope = Tape.Scope();
        Assert.Throws<ArgumentOutOfRangeException>(() => new LossScale(Device.Cpu, initial: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LossScale(Device.Cpu, growth: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LossScale(Device.Cpu, backoff: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LossScale(Device.Cpu, growthInterval: 0));
        using var scale = new LossScale(Device.Cpu);
        var weight = Tensor.Ones([2], DType.Float64, Device.Cpu);
        weight.RequiresGrad = true;
        Assert.Throws<ShapeMismatchException>(() => scale.Backward(weight));
        Assert.Throws<DTypeNotSupportedException>(() => scale.Backward(weight.Sum()));
        using var arena = new ParameterArena([weight]);
        Assert.Throws<DTypeNotSupportedException>(() => scale.Unscale(arena));
    }
}
