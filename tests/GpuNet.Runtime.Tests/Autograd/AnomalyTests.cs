using GpuNet.Kernels;
using GpuNet.TestKit;

namespace GpuNet.Runtime.Tests.Autograd;

/// <summary>The search for the operation that made the first NaN or infinity.</summary>
public class AnomalyTests
{
    [Theory, EveryDevice]
    public void The_operation_whose_result_it_is_first_in_is_named(string id)
    {
        var device = Device.Parse(id);
        using var scope = Tape.Scope();
        var x = Leaf(device, 1, -1);
        using var anomalies = Tape.DetectAnomaly();
        // Without it, this is one kernel, and the loss is NaN.
        var error = Assert.Throws<AnomalyException>(() => ((x * 2).Log() + 1).Tanh().Sum());
        Assert.Equal("log", error.Operation);
        Assert.False(error.IsBackward);
        Assert.Contains(nameof(The_operation_whose_result_it_is_first_in_is_named), error.CallSite);
        Assert.Equal("div", Assert.Throws<AnomalyException>(() => x / (x - x)).Operation);
    }

    [Fact]
    public void Infinities_are_found_as_well_and_in_layers()
    {
        using var scope = Tape.Scope();
        using var anomalies = Tape.DetectAnomaly();
        var (x, w, b) = (Leaf(Device.Cpu, 3e38f), Leaf(Device.Cpu, 3e38f), Leaf(Device.Cpu, 0));
        var error = Assert.Throws<AnomalyException>(
            () => Functional.Linear(x.Reshape(1, 1), w.Reshape(1, 1), b, new Relu()));
        Assert.Equal("Linear+relu", error.Operation);
    }

    [Fact]
    public void Operations_inside_a_checkpointed_part_are_named()
    {
        using var scope = Tape.Scope();
        var x = Leaf(Device.Cpu, 0, 1);
        using var anomalies = Tape.DetectAnomaly();
        foreach (var part in (Func<Tensor, Tensor>[])[v => (v * 2).Log().Square(), v => Checkpoint.Run(u => u.Log(), v)])
        {
            var error = Assert.Throws<AnomalyException>(() => Checkpoint.Run(part, x));
            Assert.Equal("log", error.Operation);
            Assert.Contains(nameof(Operations_inside_a_checkpointed_part_are_named), error.CallSite);
        }
        var rooted = Checkpoint.Run(v => (v * 2).Sqrt().Exp(), x).Sum();
        Assert.Equal("sqrt", Assert.Throws<AnomalyException>(() => rooted.Backward()).Operation);
    }

    [Fact]
    public void An_operation_that_makes_it_backwards_is_named_with_its_call_in_the_forward_pass()
    {
        using var scope = Tape.Scope();
        var x = Leaf(Device.Cpu, 0, 4);
        using var anomalies = Tape.DetectAnomaly();
        var loss = Rooted(x).Sum();
        var error = Assert.Throws<AnomalyException>(() => loss.Backward());
        Assert.Equal("sqrt", error.Operation);
        Assert.True(error.IsBackward);
        Assert.Contains(nameof(Rooted), error.CallSite);
        Assert.Equal("sqrt", Assert.Throws<AnomalyException>(() => Gradient.Of(loss, x)).Operation);
        Assert.Equal("sqrt_derivative", Assert.Throws<AnomalyException>(() => Gradient.Of(loss, x, createGraph: true)).Operation);
    }

    [Fact]
    public void Data_that_holds_it_already_is_told_apart()
    {
        using var scope = Tape.Scope();
        using var anomalies = Tape.DetectAnomaly();
        var (x, data) = (Leaf(Device.Cpu, 1), Tensor.From<float>([float.NaN], Device.Cpu));
        var error = Assert.Throws<AnomalyException>(() => x * data);
        Assert.Contains("input 1", error.Message);
        var root = x * 2;
        Assert.Contains("starts with", Assert.Throws<AnomalyException>(() => root.Backward(data)).Message);
    }

    [Fact]
    public void What_is_finite_passes_and_the_search_ends_with_its_stretch()
    {
        using var scope = Tape.Scope();
        var x = Leaf(Device.Cpu, 0.5f, 2);
        var plain = Gradient.Of((x * 3).Tanh().Exp().Sum(), x).ToArray();
        using (Tape.DetectAnomaly())
        {
            using (Tape.DetectAnomaly()) { }
            Assert.Equal(plain, Gradient.Of((x * 3).Tanh().Exp().Sum(), x).ToArray());
            Assert.Throws<AnomalyException>(() => (x - x).Log());
        }
        Assert.Equal(float.NegativeInfinity, (x - x).Log().ToArray()[0]);
    }

    private static Tensor Rooted(Tensor x) => x.Sqrt();

    private static Tensor Leaf(Device device, params float[] values)
    {
        var leaf = Tensor.From<float>(values, device);
        leaf.RequiresGrad = true;
        return leaf;
    }
}
