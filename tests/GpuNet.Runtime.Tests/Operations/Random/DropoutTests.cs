using GpuNet.TestKit;

namespace GpuNet.Runtime.Tests.Operations;

public class DropoutTests
{
    [Theory, EveryDevice]
    public void Kept_elements_are_scaled_and_the_share_of_dropped_ones_is_right(string id)
    {
        using var scope = Tape.Scope();
        var y = Functional.Dropout(Tensor.Ones([20_000], device: Device.Parse(id)), 0.25, new Generator(1)).ToArray();
        Assert.All(y, value => Assert.True(value is 0 or 1 / 0.75f));
        // Five standard deviations of a binomial count.
        Assert.InRange(y.Count(value => value == 0), 5000 - 306, 5000 + 306);
    }

    [Theory, EveryDevice]
    public void The_gradient_passes_where_the_element_passed(string id)
    {
        using var scope = Tape.Scope();
        var x = Tensor.Ones([1000], device: Device.Parse(id));
        x.RequiresGrad = true;
        var generator = new Generator(2);
        var y = Functional.Dropout(x, 0.5, generator);
        Functional.Dropout(x, 0.5, generator).Sum(); // goes on in between; the first mask must not change
        y.Sum().Backward();
        Assert.Equal(y.ToArray(), x.Grad!.ToArray());
    }

    [Theory, EveryDevice]
    public void Masks_differ_from_one_to_the_next_and_repeat_with_the_seed(string id)
    {
        using var scope = Tape.Scope();
        var x = Tensor.Ones([500], device: Device.Parse(id));
        var generator = new Generator(3);
        var first = Functional.Dropout(x, 0.5, generator).ToArray();
        var second = Functional.Dropout(x, 0.5, generator).ToArray();
        Assert.NotEqual(first, second);
        Assert.Equal(first, Functional.Dropout(x, 0.5, new Generator(3)).ToArray());
        Assert.NotEqual(first, Functional.Dropout(x, 0.5, new Generator(4)).ToArray());
    }

    [Theory, EveryDevice]
    public void The_state_carries_on_with_the_next_mask(string id)
    {
        using var scope = Tape.Scope();
        var x = Tensor.Ones([300], device: Device.Parse(id));
        var generator = new Generator(5, stream: 9);
        Functional.Dropout(x, 0.5, generator);
        var state = generator.State;
        var next = Functional.Dropout(x, 0.5, generator).ToArray();
        Assert.Equal(next, Functional.Dropout(x, 0.5, new Generator(state)).ToArray());
    }

    [Theory, EveryDevice]
    public void Probabilities_of_zero_and_one_keep_all_and_nothing(string id)
    {
        using var scope = Tape.Scope();
        var x = Tensor.From<float>([1, -2, float.MaxValue], Device.Parse(id));
        Assert.Equal(x.ToArray(), Functional.Dropout(x, 0, new Generator(6)).ToArray());
        Assert.Equal([0f, 0f, 0f], Functional.Dropout(x, 1, new Generator(6)).ToArray());
    }

    [Fact]
    public void Every_device_draws_the_same_mask() =>
        Parity.AssertOnAllDevices(device =>
        {
            using var scope = Tape.Scope();
            return Functional.Dropout(Tensor.Ones([777], device: device), 0.3, new Generator(7)).ToArray();
        });

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void Other_probabilities_are_refused(double probability)
    {
        using var scope = Tape.Scope();
        Assert.Throws<ArgumentOutOfRangeException>(
            () => Functional.Dropout(Tensor.Ones([3], device: Device.Cpu), probability, new Generator(8)));
    }
}
