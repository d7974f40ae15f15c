using GpuNet.Kernels;
using GpuNet.Runtime.Tests.Operations;
using GpuNet.TestKit;

namespace GpuNet.Runtime.Tests.Fusion;

/// <summary>What fusion computes: the bits that the same ops give in kernels of their own.</summary>
public class FusedValueTests
{
    [Theory]
    [EveryDevice(1)]
    [EveryDevice(2)]
    [EveryDevice(3)]
    public void Random_chains_give_the_bits_of_their_ops(string id, int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 2; round++)
        {
            UnaryOpEntry[] ops =
                [.. Enumerable.Range(0, random.Next(2, 12)).Select(_ => OpRegistry.UnaryOps[random.Next(OpRegistry.UnaryOps.Count)])];
            float[] input = [.. Samples.Edges, .. Samples.Uniform(300, seed)];
            FusedAndNot.AssertSameBits(
                Device.Parse(id), input,
                (x, middle) => ops.Aggregate(x, (value, op) => middle(UnaryOps.Map(value, op))),
                string.Join("+", ops.Select(op => op.Info.Name)));
        }
    }

    [Theory, EveryDevice]
    public void A_chain_is_right_in_double_precision(string id) =>
        Gradients.AssertRight(
            Device.Parse(id), [Samples.UniformDoubles(23, seed: 4)], [[23]],
            x => (x[0] * 2).Tanh().Square().Exp(), "chain");

    [Theory, EveryDevice]
    public void A_value_with_several_uses_gives_the_bits_of_separate_kernels(string id) =>
        FusedAndNot.AssertSameBits(Device.Parse(id), Samples.Uniform(200, seed: 5), (x, middle) =>
        {
            var shared = middle(middle(x * 2).Tanh());
            var first = middle(middle(shared.Exp()).Sigmoid());
            var second = middle(shared.Square());
            var third = middle(shared * first);
            return first + second + third + middle(x.Abs()) + x;
        });

    [Theory, EveryDevice]
    public void A_value_read_between_the_ops_gives_the_bits_of_separate_kernels(string id) =>
        FusedAndNot.AssertSameBits(Device.Parse(id), Samples.Uniform(200, seed: 6), (x, middle) =>
        {
            var first = middle(x.Sigmoid());
            var second = middle(first.Tanh());
            var third = middle(second * 3);
            second.ToArray();
            return third.Exp();
        });

    [Theory, EveryDevice]
    public void A_value_that_is_used_after_its_run_was_computed_gives_the_bits_of_separate_kernels(string id) =>
        FusedAndNot.AssertSameBits(Device.Parse(id), Samples.Uniform(200, seed: 7), (x, middle) =>
        {
            var first = middle(x.Tanh());
            var second = middle(first.Exp());
            var third = middle(second.Square());
            return third.Softmax() + first.Softmax() + middle(second.Sigmoid());
        });

    [Theory]
    [EveryDevice(0.0)]
    [EveryDevice(0.3)]
    [EveryDevice(1.0)]
    public void A_chain_with_dropout_behind_it_gives_the_bits_of_separate_kernels(string id, double probability)
    {
        foreach (var ops in (Func<Tensor, Func<Tensor, Tensor>, Tensor>[])
            [(x, _) => x.Relu(), (x, middle) => middle(middle(x * 2).Tanh()).Square(), (x, middle) => middle(x * 2).Sigmoid()])
        {
            FusedAndNot.AssertSameBits(Device.Parse(id), Samples.Uniform(301, seed: 8), (x, middle) =>
            {
                var generator = new Generator(9);
                var dropped = Functional.Dropout(middle(ops(x, middle)), probability, generator);
                // Again, of a value with two uses, and with ops behind it.
                var shared = middle(x.Exp());
                return dropped + middle(Functional.Dropout(shared, probability, generator) * 3) + shared;
            });
        }
    }

    [Fact]
    public void Dropout_of_a_chain_is_one_launch_in_each_direction_and_one_that_draws()
    {
        using var x = Tensor.From<float>(Samples.Uniform(300, seed: 10), Device.Cpu).Keep();
        using var dy = Tensor.From<float>(Samples.Uniform(300, seed: 11), Device.Cpu).Keep();
        var generator = new Generator(12);
        x.RequiresGrad = true;
        using var step = PreparedStep.Record(Device.Cpu, () =>
        {
            x.ZeroGrad();
            Functional.Dropout((x * 2).Tanh(), 0.5, generator).Backward(dy);
        });
        Assert.Equal(3, step.Length);
    }

    [Fact]
    public void Long_chains_are_right()
    {
        using var scope = Tape.Scope();
        var x = Tensor.From<float>([1, 2], Device.Cpu);
        x.RequiresGrad = true;
        var y = x;
        for (var i = 0; i < 100; i++) y += 1;
        (y * 3).Backward(Tensor.OnesLike(y));
        Assert.Equal([101f, 102f], y.ToArray());
        Assert.Equal([3f, 3f], x.Grad!.ToArray());
    }

    [Fact]
    public void A_part_of_the_tape_can_be_run_backwards_and_so_can_the_whole_of_it_twice()
    {
        using var scope = Tape.Scope();
        var x = Tensor.From<float>([2], Device.Cpu);
        x.RequiresGrad = true;
        var middle = x.Square();
        var y = middle * 3;
        middle.Backward();
        Assert.Equal([4f], x.Grad!.ToArray());
        y.Backward();
        y.Backward();
        Assert.Equal([4f + 12 + 12], x.Grad!.ToArray());
    }

    [Fact]
    public void Ops_that_are_not_recorded_join_ops_that_are_not()
    {
        using var scope = Tape.Scope();
        var x = Tensor.From<float>([2], Device.Cpu);
        x.RequiresGrad = true;
        Tensor constant;
        using (Tape.NoGrad()) constant = x.Square();
        var y = constant * 3;
        Assert.False(y.RequiresGrad);
        (x * 2 + constant * 5).Backward();
        Assert.Equal([12f], y.ToArray());
        Assert.Equal([2f], x.Grad!.ToArray());
    }
}
