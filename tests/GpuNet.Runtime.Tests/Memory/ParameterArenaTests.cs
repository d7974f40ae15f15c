using GpuNet.Kernels;
using GpuNet.TestKit;

namespace GpuNet.Runtime.Tests.Memory;

public class ParameterArenaTests
{
    private static Tensor Parameter(Device device, params float[] values)
    {
        var parameter = Tensor.From<float>(values, device).Keep();
        parameter.RequiresGrad = true;
        return parameter;
    }

    [Theory, EveryDevice]
    public void Parameters_keep_their_values_and_gradients_when_they_move(string id)
    {
        var device = Device.Parse(id);
        using var scope = Tape.Scope();
        var (a, b) = (Parameter(device, 1, 2, 3), Parameter(device, 4));
        (a * b).Sum().Backward();
        using var arena = new ParameterArena([a, b, a]);
        Assert.Equal(2, arena.Parameters.Count);
        Assert.Equal([1f, 2f, 3f], a.ToArray());
        Assert.Equal([4f], b.ToArray());
        Assert.Equal([4f, 4f, 4f], a.Grad!.ToArray());
        Assert.Equal([6f], b.Grad!.ToArray());
        arena.Values.Fill(5);
        Assert.Equal([5f, 5f, 5f], a.ToArray());
    }

    [Theory, EveryDevice]
    public void Gradients_are_written_into_the_arena_and_zeroed_together(string id)
    {
        var device = Device.Parse(id);
        using var scope = Tape.Scope();
        var (a, b) = (Parameter(device, 1, 2, 3), Parameter(device, 4));
        using var arena = new ParameterArena([a, b]);
        for (var step = 0; step < 2; step++)
        {
            arena.ZeroGrad();
            (a * b).Sum().Backward();
            (a * b).Sum().Backward();
            Assert.Equal([8f, 8f, 8f], a.Grad!.ToArray());
            Assert.Equal(3 * 8f + 2 * 6f, arena.Gradients.ToArray().Sum());
        }
        arena.ZeroGrad();
        Assert.All(arena.Gradients.ToArray(), value => Assert.Equal(0f, value));
    }

    [Theory, EveryDevice]
    public void Gradients_that_nobody_has_seen_are_zero_too(string id)
    {
        var device = Device.Parse(id);
        using var scope = Tape.Scope();
        var (a, b) = (Parameter(device, 1, 2), Parameter(device, 4));
        using var arena = new ParameterArena([a, b]);
        using var updater = new ParameterUpdater<SgdUpdate>(arena, default, learningRate: 0.5);
        (a * b).Sum().Backward();
        arena.ZeroGrad();
        a.Sum().Backward();
        updater.Step();
        Assert.Equal([0.5f, 1.5f], a.ToArray());
        Assert.Equal([4f], b.ToArray());
        (a * b).Sum().Backward();
        arena.ZeroGrad();
        var (seenA, seenB) = (a.Grad!, b.Grad!);
        Assert.Equal([0f, 0f], seenA.ToArray());
        Assert.Equal([0f], seenB.ToArray());
        (a * b).Sum().Backward();
        Assert.Equal([4f, 4f], seenA.ToArray());
        arena.ZeroGrad();
        Assert.Equal([0f, 0f], seenA.ToArray());
        Assert.Equal([0f], seenB.ToArray());
    }

    [Theory, EveryDevice]
    public void All_gradients_once_seen_show_every_zeroing(string id)
    {
        var device = Device.Parse(id);
        using var scope = Tape.Scope();
        var (a, b) = (Parameter(device, 1, 2), Parameter(device, 4));
        using var arena = new ParameterArena([a, b]);
        (a * b).Sum().Backward();
        arena.ZeroGrad();
        var seen = arena.Gradients;
        Assert.All(seen.ToArray(), value => Assert.Equal(0f, value));
        (a * b).Sum().Backward();
        Assert.Equal(2 * 4f + 3f, seen.ToArray().Sum());
        arena.ZeroGrad();
        Assert.All(seen.ToArray(), value => Assert.Equal(0f, value));
    }

    [Theory, EveryDevice]
    public void A_step_of_sgd_moves_against_the_gradient(string id)
    {
        var device = Device.Parse(id);
        var parameter = Parameter(device, 1, -2);
        using var arena = new ParameterArena([parameter]);
        using var updater = new ParameterUpdater<SgdUpdate>(arena, default, learningRate: 0.5);
        using (Tape.Scope()) (parameter * parameter).Sum().Backward();
        updater.Step();
        Assert.Equal([0f, 0f], parameter.ToArray());
        Assert.Equal(1, updater.StepCount);
    }

    [Theory, EveryDevice]
    public void Adam_follows_its_definition_and_the_learning_rate_of_each_step(string id)
    {
        var device = Device.Parse(id);
        var parameter = Parameter(device, 1, -2, 0.5f);
        using var arena = new ParameterArena([parameter]);
        using var updater = new ParameterUpdater<AdamUpdate>(
            arena, new AdamUpdate(0.9f, 0.999f, 1e-8f, 0), learningRate: 0.1);

        double[] p = [1, -2, 0.5], m = new double[3], v = new double[3];
        for (var step = 1; step <= 20; step++)
        {
            if (step == 10) updater.LearningRate = 0.01;
            arena.ZeroGrad();
            using (Tape.Scope()) (parameter * parameter * parameter).Sum().Backward();
            updater.Step();
            for (var i = 0; i < 3; i++)
            {
                var g = 3 * p[i] * p[i];
                m[i] = 0.9 * m[i] + 0.1 * g;
                v[i] = 0.999 * v[i] + 0.001 * g * g;
                var rate = step < 10 ? 0.1 : 0.01;
                var (mean, square) = (m[i] / (1 - Math.Pow(0.9, step)), v[i] / (1 - Math.Pow(0.999, step)));
                p[i] -= rate * mean / (Math.Sqrt(square) + 1e-8);
            }
            Near.AssertWithin(2e-4, 2e-5, p, parameter.ToArray());
        }
    }

    [Theory, EveryDevice]
    public void A_restored_optimizer_goes_on_to_the_same_bits(string id)
    {
        var device = Device.Parse(id);
        var (a, b) = (Parameter(device, 1, -2), Parameter(device, 1, -2));
        using var arenaA = new ParameterArena([a]);
        using var arenaB = new ParameterArena([b]);
        using var first = new ParameterUpdater<AdamUpdate>(
            arenaA, new AdamUpdate(0.9f, 0.999f, 1e-8f, 0), learningRate: 0.1);
        for (var i = 0; i < 3; i++) Train(a, arenaA, first);

        using var second = new ParameterUpdater<AdamUpdate>(
            arenaB, new AdamUpdate(0.9f, 0.999f, 1e-8f, 0), learningRate: 0.1);
        b.CopyFrom(a);
        for (var i = 0; i < first.States.Count; i++) second.States[i].CopyFrom(first.States[i]);
        second.Restore(first.StepCount);
        Train(a, arenaA, first);
        Train(b, arenaB, second);
        Parity.AssertSameBits(a.ToArray(), b.ToArray());

        static void Train(Tensor parameter, ParameterArena arena, ParameterUpdater<AdamUpdate> updater)
        {
            arena.ZeroGrad();
            using var scope = Tape.Scope();
            (parameter * parameter).Sum().Backward();
            updater.Step();
        }
    }

    [Theory, EveryDevice]
    public void A_step_between_forward_and_backward_is_reported(string id)
    {
        using var scope = Tape.Scope();
        var parameter = Parameter(Device.Parse(id), 1, 2);
        using var arena = new ParameterArena([parameter]);
        using var updater = new ParameterUpdater<SgdUpdate>(arena, default, learningRate: 0.5);
        var loss = (parameter * parameter).Sum();
        updater.Step();
        Assert.Throws<AutogradException>(() => loss.Backward());
    }

    [Fact]
    public void Training_gives_the_same_bits_on_every_device_and_learns()
    {
        Parity.AssertOnAllDevices(device =>
        {
            var run = new TrainingRun(device);
            run.Step();
            var before = run.LastLoss;
            for (var i = 0; i < 15; i++) run.Step();
            Assert.True(run.LastLoss < before);
            return [.. run.Parameters, (float)run.LastLoss];
        });
    }

    [Fact]
    public void What_is_no_parameter_is_refused()
    {
        using var scope = Tape.Scope();
        var parameter = Parameter(Device.Cpu, 1);
        Assert.Throws<ArgumentException>(() => new ParameterArena([]));
        Assert.Throws<ArgumentException>(() => new ParameterArena([Tensor.Ones([2], device: Device.Cpu)]));
        Assert.Throws<ArgumentException>(() => new ParameterArena([parameter * 2]));
        Assert.Throws<DeviceException>(() => new ParameterArena([parameter, Parameter(Device.Parse("cpu:debug"), 1)]));
    }
}
