namespace GpuNet.Runtime.Tests.Autograd;

/// <summary>Functions that look at gradients on their way, and replace them.</summary>
public class HookTests
{
    [Fact]
    public void A_hook_sees_the_whole_gradient_of_a_result_and_replaces_it()
    {
        using var scope = Tape.Scope();
        var x = Leaf(2, 3);
        var h = x * 2;
        List<float[]> seen = [];
        using var hook = h.RegisterHook(gradient =>
        {
            seen.Add(gradient.ToArray());
            return gradient * 10;
        });
        (h.Square() + h * 5).Sum().Backward();
        Assert.Equal([2 * 4 + 5f, 2 * 6 + 5f], Assert.Single(seen));
        Assert.Equal([2 * 10 * 13f, 2 * 10 * 17f], x.Grad!.ToArray());
    }

    [Fact]
    public void A_hook_on_a_leaf_sees_each_passes_sum_before_it_is_added()
    {
        using var scope = Tape.Scope();
        var x = Leaf(2);
        List<float> seen = [];
        using (x.RegisterHook(gradient =>
        {
            seen.Add(gradient.ToArray()[0]);
            return gradient + 100;
        }))
        {
            (x.Square() + x * x * x).Backward();
            (x * 3).Backward();
        }
        Assert.Equal([16f, 3f], seen);
        Assert.Equal([116f + 103f], x.Grad!.ToArray());
        x.Backward();
        Assert.Equal(2, seen.Count);
        Assert.Equal([220f], x.Grad!.ToArray());
    }

    [Fact]
    public void Hooks_run_in_their_order_until_they_are_removed()
    {
        using var scope = Tape.Scope();
        var x = Leaf(1);
        var first = x.RegisterHook(gradient => gradient + 1);
        using var second = x.RegisterHook(gradient => gradient * 2);
        using var third = x.RegisterHook(_ => null);
        Assert.Equal([8f], Gradient.Of(x * 3, x).ToArray());
        first.Dispose();
        first.Dispose();
        Assert.Equal([6f], Gradient.Of(x * 3, x).ToArray());
    }

    [Fact]
    public void Gradients_as_values_pass_hooks_on_the_way_and_at_their_end()
    {
        using var scope = Tape.Scope();
        var x = Leaf(3);
        var h = x.Square();
        var calls = 0;
        using var hook = h.RegisterHook(gradient =>
        {
            calls++;
            return gradient * 2;
        });
        Assert.Equal([2f], Gradient.Of(h * 1, h).ToArray());
        var gradients = Gradient.Of(h * 1, [h, x]);
        Assert.Equal([2f, 12f], gradients.SelectMany(gradient => gradient.ToArray()));
        Assert.Equal(2, calls);

        // On the tape, what a hook does is differentiated, too.
        using var cube = x.RegisterHook(gradient => gradient * x);
        var slope = Gradient.Of(h * 1, x, createGraph: true); // 2 * 2 x * x
        Assert.Equal([36f], slope.ToArray());
        cube.Dispose();
        Assert.Equal([24f], Gradient.Of(slope, x).ToArray());
    }

    [Fact]
    public void A_hook_sees_the_whole_gradient_also_of_what_another_thread_has_recorded()
    {
        var x = Leaf(3).Keep();
        Tensor? recorded = null;
        OnThread(() =>
        {
            for (var i = 0; i < 100; i++) _ = x * 2; // numbered before the thread that goes on would begin to number
            recorded = x.Square().Keep();
        });
        List<float> seen = [];
        OnThread(() =>
        {
            using var scope = Tape.Scope();
            using var hook = recorded!.RegisterHook(gradient =>
            {
                seen.Add((float)gradient.Item());
                return null;
            });
            (recorded * 2 + recorded.Square()).Backward(); // 2 + 2 * 9
        });
        Assert.Equal([20f], seen);
        Assert.Equal([120f], x.Grad!.ToArray());
        x.Dispose();
        recorded!.Dispose();

        static void OnThread(Action work)
        {
            var thread = new Thread(() => work());
            thread.Start();
            thread.Join();
        }
    }

    [Fact]
    public void Without_a_gradient_or_with_another_shape_it_is_an_error()
    {
        using var scope = Tape.Scope();
        var x = Leaf(1, 2);
        Assert.Contains("RequiresGrad", Assert.Throws<AutogradException>(() => x.Detach().RegisterHook(g => g)).Message);
        using var hook = x.RegisterHook(gradient => gradient.Sum());
        var error = Assert.Throws<ShapeMismatchException>(() => x.Square().Sum().Backward());
        Assert.Equal("RegisterHook", error.Operation);
    }

    [Fact]
    public void A_prepared_step_refuses_hooks()
    {
        var x = Leaf(1);
        using var hook = x.RegisterHook(gradient => gradient * 2);
        Assert.Null(PreparedStep.TryRecord(Device.Cpu, () => (x * 3).Backward(), out var reason));
        Assert.Contains("hook", reason);
        Assert.Equal([6f], x.Grad!.ToArray());
    }

    private static Tensor Leaf(params float[] values)
    {
        var leaf = Tensor.From<float>(values, Device.Cpu);
        leaf.RequiresGrad = true;
        return leaf;
    }
}
