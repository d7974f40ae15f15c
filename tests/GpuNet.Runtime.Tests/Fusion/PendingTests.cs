using GpuNet.Kernels;
using GpuNet.Runtime.Tests.Memory;
using GpuNet.TestKit;

namespace GpuNet.Runtime.Tests.Fusion;

/// <summary>When a value is pending, when it is computed, and what may happen in between.</summary>
public class PendingTests
{
    [Theory, EveryDevice]
    public void A_chain_takes_memory_for_its_last_value_only(string id)
    {
        var device = OwnDevice.Create(id);
        using var scope = Tape.Scope();
        var x = Tensor.From<float>([0.5f, -1], device);
        var before = device.Memory.Statistics.Rentals;
        var y = (x * 2).Tanh().Square();
        Assert.True(y.IsPending);
        Assert.Equal(before, device.Memory.Statistics.Rentals);
        Near.AssertWithin(1e-6, 1e-6, [Math.Pow(Math.Tanh(1), 2), Math.Pow(Math.Tanh(-2), 2)], y.ToArray());
        Assert.Equal(before + 1, device.Memory.Statistics.Rentals);
    }

    [Fact]
    public void What_nobody_asks_for_is_not_computed_and_gives_everything_back()
    {
        var device = OwnDevice.Create();
        long before;
        using (Tape.Scope())
        {
            var x = Tensor.From<float>([1, 2], device);
            before = device.Memory.Statistics.Rentals;
            var y = x.Exp().Tanh();
            y.Sigmoid();
            Assert.True(y.IsPending);
            Assert.False(y.IsFreed);
        }
        Assert.Equal(before, device.Memory.Statistics.Rentals);
        Assert.Equal(0, device.Memory.Statistics.BytesInUse);
    }

    [Fact]
    public void Outside_scopes_ops_run_at_once() => Assert.False(Tensor.Ones([3], device: Device.Cpu).Exp().IsPending);

    [Fact]
    public void A_kept_value_is_computed()
    {
        Tensor y;
        using (Tape.Scope()) y = (Tensor.Full([2], 3, device: Device.Cpu) * 2).Square().Keep();
        Assert.Equal([36f, 36f], y.ToArray());
        y.Dispose();
    }

    [Theory, EveryDevice]
    public void A_change_of_the_input_comes_too_late_for_a_pending_value(string id)
    {
        using var scope = Tape.Scope();
        var x = Tensor.From<float>([1, 2, 3, 4], [2, 2], Device.Parse(id));
        var first = x * 2;
        var second = first + 1;
        x.Fill(100);
        var third = x * 2;
        x[1..2].CopyFrom<float>([7, 8]);
        Assert.Equal([3f, 5f, 7f, 9f], second.ToArray());
        Assert.Equal([2f, 4f, 6f, 8f], first.ToArray());
        Assert.Equal([200f, 200f, 200f, 200f], third.ToArray());
    }

    [Fact]
    public void A_change_through_another_tensor_over_a_value_in_the_middle_comes_too_late()
    {
        using var scope = Tape.Scope();
        var first = Tensor.From<float>([1, 2], Device.Cpu) * 2;
        var second = first + 1;
        first.Detach().Fill(100);
        Assert.Equal([3f, 5f], second.ToArray());
        Assert.Equal([100f, 100f], first.ToArray());
    }

    [Fact]
    public void An_optimizers_step_comes_too_late_for_a_pending_value()
    {
        using var scope = Tape.Scope();
        var w = Tensor.From<float>([1, 2], Device.Cpu);
        w.RequiresGrad = true;
        using var arena = new ParameterArena([w]);
        using var updater = new ParameterUpdater<SgdUpdate>(arena, new SgdUpdate(0), learningRate: 0.5);
        var doubled = w * 2;
        w.Sum().Backward();
        updater.Step();
        Assert.Equal([2f, 4f], doubled.ToArray());
        Assert.Equal([0.5f, 1.5f], w.ToArray());
    }

    [Fact]
    public void Tensors_may_be_disposed_while_values_that_follow_from_them_are_pending()
    {
        var device = OwnDevice.Create();
        using (Tape.Scope())
        {
            var x = Tensor.From<float>([1, 2], device);
            var first = x * 2;
            var second = first + 1;
            x.Dispose();
            first.Dispose();
            Assert.Equal([3f, 5f], second.ToArray());
            Assert.True(first.IsFreed);
        }
        Assert.Equal(0, device.Memory.Statistics.BytesInUse);
    }

    [Fact]
    public void Changing_an_input_that_the_gradient_needs_is_still_an_error()
    {
        using var scope = Tape.Scope();
        var w = Tensor.From<float>([1, 2], Device.Cpu);
        w.RequiresGrad = true;
        var squared = (w.Square() * 3).Sum();
        var passed = ((w * 2).Exp() * 3).Sum();
        w.Fill(0);
        Assert.Throws<AutogradException>(() => squared.Backward());
        passed.Backward(); // reads its own outputs only
        Near.AssertWithin(1e-6, 0, [6 * Math.Exp(2), 6 * Math.Exp(4)], w.Grad!.ToArray());
    }

    [Theory, EveryDevice]
    public void A_prepared_step_takes_pending_values_of_before_as_they_are_and_changes_none(string id)
    {
        using var scope = Tape.Scope();
        var raw = Tensor.From<float>([1, 2], Device.Parse(id));
        var doubled = raw * 2;
        Tensor? sum = null;
        using var step = PreparedStep.Record(Device.Parse(id), () =>
        {
            sum = (doubled + raw).Keep();
            raw.Fill(10);
        });
        raw.CopyFrom<float>([3, 4]);
        var squared = raw.Square();
        step.Run();
        Assert.Equal([5f, 8f], sum!.ToArray());
        Assert.Equal([9f, 16f], squared.ToArray());
        Assert.Equal([10f, 10f], raw.ToArray());
    }

    [Fact]
    public void Wrong_types_are_refused_where_the_op_is_called()
    {
        using var scope = Tape.Scope();
        var x = Tensor.From<int>([1, 2], Device.Cpu);
        Assert.Throws<DTypeNotSupportedException>(() => x.Exp());
    }
}
