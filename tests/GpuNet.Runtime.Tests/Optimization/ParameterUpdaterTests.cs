using GpuNet.Kernels;
using GpuNet.TestKit;

namespace GpuNet.Runtime.Tests.Optimization;

public class ParameterUpdaterTests
{
    [Theory, EveryDevice]
    public void What_a_rule_carries_from_step_to_step_is_restored(string id)
    {
        var device = Device.Parse(id);
        var update = new ScheduleFreeAdamWUpdate(0.9, 0.999, 1e-8f, 0, WarmUp: 2);
        var (a, b) = (Parameter(device), Parameter(device));
        using var arenaA = new ParameterArena([a]);
        using var arenaB = new ParameterArena([b]);
        using var first = new ParameterUpdater<ScheduleFreeAdamWUpdate>(arenaA, update, learningRate: 0.1);
        for (var i = 0; i < 3; i++) Train(a, arenaA, first);
        Assert.True(first.Carried > 0);

        using var second = new ParameterUpdater<ScheduleFreeAdamWUpdate>(arenaB, update, learningRate: 0.1);
        b.CopyFrom(a);
        for (var i = 0; i < first.States.Count; i++) second.States[i].CopyFrom(first.States[i]);
        second.Restore(first.StepCount, first.Carried);
        Train(a, arenaA, first);
        Train(b, arenaB, second);
        Parity.AssertSameBits(a.ToArray(), b.ToArray());
    }

    [Theory, EveryDevice]
    public void Values_are_set_and_moved_together(string id)
    {
        var parameter = Parameter(Device.Parse(id));
        using var arena = new ParameterArena([parameter]);
        using var target = arena.NewState();
        arena.MoveTowards(target, 0.25);
        Assert.Equal([0.75f, -1.5f], parameter.ToArray());
        arena.SetValues(target);
        Assert.Equal([0f, 0f], parameter.ToArray());
        Assert.Throws<ShapeMismatchException>(() => arena.MoveTowards(parameter, 1));
    }

    private static Tensor Parameter(Device device)
    {
        var parameter = Tensor.From<float>([1, -2], device).Keep();
        parameter.RequiresGrad = true;
        return parameter;
    }

    private static void Train(Tensor parameter, ParameterArena arena, ParameterUpdater updater)
    {
        arena.ZeroGrad();
        using var scope = Tape.Scope();
        (parameter * parameter).Sum().Backward();
        updater.Step();
    }
}
