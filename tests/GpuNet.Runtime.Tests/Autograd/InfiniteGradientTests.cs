using GpuNet.Kernels;
using GpuNet.TestKit;

namespace GpuNet.Runtime.Tests.Autograd;

/// <summary>
/// An infinite or missing gradient does not reach what an op did not choose, as in torch: it is left out there, not multiplied
/// by 0. What torch 1.13 gives is written beside each case.
/// </summary>
public class InfiniteGradientTests
{
    private const float Inf = float.PositiveInfinity;

    // Of ops that have kernels alike, one is tried on every device.
    private const string Id = "cpu";

    [Theory, EveryDevice]
    public void Where_sends_it_to_the_branch_that_was_taken(string id)
    {
        foreach (var again in new[] { false, true })
        {
            using var scope = Tape.Scope();
            var (a, b) = (Leaf(id, 1, 2, 3), Leaf(id, 4, 5, 6));
            var y = Functional.Where(Leaf(id, 1, 0, 1), a, b);
            var gradients = Gradient.Of(y, [a, b], Constant(id, Inf, Inf, float.NaN), createGraph: again);
            Assert.Equal([Inf, 0, float.NaN], gradients[0].ToArray());
            Assert.Equal([0, Inf, 0], gradients[1].ToArray());
        }
    }

    [Fact]
    public void What_is_repeated_adds_up_only_what_it_was_taken_for()
    {
        using var scope = Tape.Scope();
        var (a, b) = (Leaf(Id, 1, 2, 3), Leaf(Id, 4));
        var y = Functional.Where(Leaf(Id, 1, 0, 1), a, b);
        var gradients = Gradient.Of(y, [a, b], Constant(Id, Inf, 2, Inf));
        Assert.Equal([Inf, 0, Inf], gradients[0].ToArray());
        Assert.Equal([2], gradients[1].ToArray());
    }

    [Fact]
    public void Ops_that_cut_off_leave_it_out_where_they_did()
    {
        (Func<Tensor, Tensor> Op, float[] Reached)[] cases =
        [
            (x => x.Relu(), [0, 0, 1, 1]),
            (x => x.Relu6(), [0, 0, 1, 0]),
            (x => x.Clamp(-1, 3), [0, 1, 1, 0]),
            (x => x.HardTanh(), [0, 0, 0, 0]),
            (x => x.Hardshrink(), [1, 1, 1, 1]),
            (x => x.Softshrink(2), [1, 0, 0, 1]),
            (x => x.Map(new Threshold(1, 7)), [0, 0, 1, 1]),
            (x => x.Floor(), [0, 0, 0, 0]),
            (x => x.Sign(), [0, 0, 0, 0]),
            (x => x.Maximum(Constant(Id, 0, 0, 0, 9)), [0, 0, 1, 0]),
            (x => x.Minimum(Constant(Id, 0, 0, 0, 9)), [1, 1, 0, 1]),
            (x => x.Max() + Constant(Id, 0, 0, 0, 0), [0, 0, 0, 1]),
            (x => x.Min() + Constant(Id, 0, 0, 0, 0), [1, 0, 0, 0]),
            (x => (2 * x.Relu()).Clamp(0, 100) + 1, [0, 0, 1, 1]), // one kernel, forwards and backwards
        ];
        foreach (var (op, reached) in cases)
        {
            foreach (var again in new[] { false, true })
            {
                using var scope = Tape.Scope();
                var x = Leaf(Id, -5, -1, 2, 8);
                var dx = Gradient.Of(op(x), x, Constant(Id, Inf, Inf, Inf, Inf), createGraph: again);
                Assert.Equal([.. reached.Select(r => r == 0 ? 0 : Inf)], dx.ToArray());
            }
        }
    }

    [Fact]
    public void Products_with_a_derivative_of_0_have_no_number()
    {
        using var scope = Tape.Scope();
        var x = Leaf(Id, 0, 1);
        Assert.Equal([float.NaN, Inf], Gradient.Of(x.Square(), x, Constant(Id, Inf, Inf)).ToArray());
        Assert.Equal([float.NaN, Inf], Gradient.Of(x.Max([0], true) + Constant(Id, 0), x, Constant(Id, Inf)).ToArray());
    }

    [Fact]
    public void Dropout_behind_a_layer_leaves_it_out_where_it_dropped()
    {
        using var scope = Tape.Scope();
        var device = Device.Cpu;
        var x = Tensor.From<float>(Samples.Uniform(64, seed: 1), [64, 1], device);
        var weight = Tensor.Full([4, 1], 1, device: device);
        var bias = Tensor.Full([4], 0.25, device: device);
        bias.RequiresGrad = true;
        var y = Functional.Linear(x, weight, bias, new Relu(), 0.5, new Generator(seed: 3));
        // A column of its own for each row would be lost in the sum: one row gets the infinite gradient.
        var values = y.ToArray();
        var dropped = Array.FindIndex(values, v => v == 0);
        var seed = new float[values.Length];
        seed[dropped] = Inf;
        var db = Gradient.Of(y, bias, Tensor.From<float>(seed, [64, 4], device));
        Assert.All(db.ToArray(), d => Assert.Equal(0, d));
    }

    private static Tensor Leaf(string id, params float[] values)
    {
        var x = Constant(id, values);
        x.RequiresGrad = true;
        return x;
    }

    private static Tensor Constant(string id, params float[] values) =>
        Tensor.From<float>(values, [values.Length], Device.Parse(id));
}
