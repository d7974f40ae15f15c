namespace GpuNet.Runtime.Tests.Autograd;

public class TapeTests
{
    private static Tensor Leaf(params ReadOnlySpan<float> values)
    {
        var leaf = Tensor.From(values, Device.Cpu);
        leaf.RequiresGrad = true;
        return leaf;
    }

    [Fact]
    public void Gradients_add_up_over_every_path_and_every_call()
    {
        using var scope = Tape.Scope();
        var x = Leaf(3);
        var y = x * x;
        var z = (y + x) * y; // x^4 + x^3
        z.Backward(Tensor.OnesLike(z));
        Assert.Equal([4 * 27f + 3 * 9f], x.Grad!.ToArray());
        z.Backward(Tensor.OnesLike(z));
        Assert.Equal([2 * (4 * 27f + 3 * 9f)], x.Grad!.ToArray());
        x.ZeroGrad();
        Assert.Equal([0f], x.Grad!.ToArray());
        z.Backward(Tensor.OnesLike(z));
        Assert.Equal([4 * 27f + 3 * 9f], x.Grad!.ToArray());
    }

    [Fact]
    public void A_long_chain_runs_without_recursion()
    {
        using var scope = Tape.Scope();
        var x = Leaf(1);
        var y = x;
        for (var i = 0; i < 20_000; i++) y = y + 1;
        y.Backward();
        Assert.Equal([1f], x.Grad!.ToArray());
    }

    [Fact]
    public void A_leaf_can_be_the_root()
    {
        using var scope = Tape.Scope();
        var x = Leaf(2);
        x.Backward();
        Assert.Equal([1f], x.Grad!.ToArray());
    }

    [Fact]
    public void Inputs_that_require_no_gradient_get_none()
    {
        using var scope = Tape.Scope();
        var (x, w) = (Tensor.From<float>([1, 2], Device.Cpu), Leaf(3, 4));
        (x * w).Sum().Backward();
        Assert.Null(x.Grad);
        Assert.Equal([1f, 2f], w.Grad!.ToArray());
    }

    [Fact]
    public void A_gradient_outlives_the_scope_it_was_computed_in()
    {
        var outer = Tape.Scope();
        var x = Leaf(2).Keep();
        using (Tape.Scope()) x.Square().Backward(Tensor.OnesLike(x));
        outer.Dispose();
        Assert.Equal([4f], x.Grad!.ToArray());
        x.Dispose();
    }

    [Fact]
    public void Nothing_is_recorded_under_no_grad_or_behind_detach()
    {
        using var scope = Tape.Scope();
        var x = Leaf(2);
        using (Tape.NoGrad())
        {
            Assert.False(Tape.IsRecording);
            Assert.False((x * x).RequiresGrad);
            using (Tape.NoGrad()) { }
            Assert.False(Tape.IsRecording);
        }
        Assert.True(Tape.IsRecording);
        var y = x * x.Detach();
        y.Backward();
        Assert.Equal([2f], x.Grad!.ToArray());
        Assert.False(x.Detach().RequiresGrad);
    }

    [Fact]
    public void Several_values_need_a_gradient_to_start_from()
    {
        using var scope = Tape.Scope();
        var y = Leaf(1, 2) * 3;
        var error = Assert.Throws<AutogradException>(() => y.Backward());
        Assert.Contains("[2]", error.Message);
        Assert.Throws<ShapeMismatchException>(() => y.Backward(Tensor.Ones([3], device: Device.Cpu)));
        Assert.Throws<DTypeNotSupportedException>(() => y.Backward(Tensor.Ones([2], DType.Float64, Device.Cpu)));
    }

    [Fact]
    public void Backward_without_a_recorded_graph_says_what_is_missing()
    {
        using var scope = Tape.Scope();
        var error = Assert.Throws<AutogradException>(() => Tensor.Ones([], device: Device.Cpu).Backward());
        Assert.Contains("RequiresGrad", error.Message);
    }

    [Fact]
    public void A_saved_value_that_was_freed_is_reported()
    {
        using var outer = Tape.Scope();
        var x = Leaf(2);
        var inner = Tape.Scope();
        var squared = x * x;
        var y = (squared * squared).Keep();
        inner.Dispose();
        var error = Assert.Throws<AutogradException>(() => y.Backward());
        Assert.Contains("mul:", error.Message);
        Assert.Contains("freed", error.Message);
    }

    [Fact]
    public void A_saved_value_that_was_changed_in_place_is_reported()
    {
        using var scope = Tape.Scope();
        var (x, w) = (Leaf(2), Tensor.From<float>([3f], Device.Cpu));
        var y = x * w;
        w.Fill(5);
        var error = Assert.Throws<AutogradException>(() => y.Backward());
        Assert.Contains("changed in place", error.Message);

        // A change seen through another tensor over the same memory counts too.
        var z = x * w;
        w.Detach().Fill(6);
        Assert.Throws<AutogradException>(() => z.Backward());
    }

    [Fact]
    public void A_value_that_backward_does_not_read_may_change()
    {
        using var scope = Tape.Scope();
        var (x, w) = (Leaf(2), Tensor.From<float>([3f], Device.Cpu));
        var y = x + w;
        w.Fill(5);
        y.Backward();
        Assert.Equal([1f], x.Grad!.ToArray());
    }

    [Fact]
    public void Results_can_neither_be_written_nor_marked()
    {
        using var scope = Tape.Scope();
        var y = Leaf(2) * 2;
        Assert.Throws<AutogradException>(() => y.Fill(1));
        Assert.Throws<AutogradException>(() => y.CopyFrom<float>([1f]));
        Assert.Throws<AutogradException>(() => y.RequiresGrad = false);
        Assert.Throws<AutogradException>(() => Tensor.From<int>([1], Device.Cpu).RequiresGrad = true);
    }

    [Fact]
    public void After_a_failed_backward_the_tape_works_again()
    {
        using var scope = Tape.Scope();
        var (x, w) = (Leaf(2), Tensor.From<float>([3f], Device.Cpu));
        var y = (x * w).Exp() + x;
        w.Fill(5);
        Assert.Throws<AutogradException>(() => y.Backward());
        Assert.True(Tape.IsRecording);
        x.ZeroGrad();
        (x * w).Backward();
        Assert.Equal([5f], x.Grad!.ToArray());
    }

    [Fact]
    public void The_gradient_check_finds_a_wrong_gradient()
    {
        using var scope = Tape.Scope();
        var x = Tensor.From<double>([1.0, 2.0], Device.Cpu);
        x.RequiresGrad = true;
        // Detaching one factor halves the gradient that x^2 has.
        var worst = GradientCheck.Compare(inputs => inputs[0] * inputs[0].Detach(), [x]);
        Assert.InRange(worst.Error, 0.4, 0.6);
        Assert.True(GradientCheck.Compare(inputs => inputs[0] * inputs[0], [x]).Error < 1e-9);
        Assert.Equal([1.0, 2.0], x.ToArray<double>());
        Assert.Throws<DTypeNotSupportedException>(() => GradientCheck.Compare(inputs => inputs[0], [Leaf(1)]));
    }
}
