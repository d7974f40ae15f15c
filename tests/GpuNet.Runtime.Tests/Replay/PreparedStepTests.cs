using GpuNet.Runtime.Tests.Memory;
using GpuNet.TestKit;

namespace GpuNet.Runtime.Tests.Replay;

/// <summary>A prepared step does what its code does, to the bit, for as long as it is there.</summary>
public class PreparedStepTests
{
    [Theory, EveryDevice]
    public void A_replayed_step_gives_the_bits_of_its_code(string id)
    {
        var device = Device.Parse(id);
        var (eager, replayed) = (new TrainingRun(device), new TrainingRun(device));
        Tensor? loss = null;
        PreparedStep? step = null;
        for (var i = 0; i < 30; i++)
        {
            // Batch and learning rate change from step to step.
            var batch = Samples.Uniform(32 * 20, seed: 100 + i);
            foreach (var run in (ReadOnlySpan<TrainingRun>)[eager, replayed])
            {
                run.X.CopyFrom<float>(batch);
                run.LearningRate = 0.01 / (1 + i / 10);
            }
            eager.Step();
            if (step is null) step = PreparedStep.Record(device, () => loss = replayed.Compute().Keep());
            else step.Run();
            Assert.Equal(eager.LastLoss, loss!.Item());
            Assert.Equal(eager.Parameters, replayed.Parameters);
        }
        Assert.Equal(eager.RunningVariance, replayed.RunningVariance);
        Assert.Equal(eager.StepCount, replayed.StepCount);
        Assert.Equal(eager.Random, replayed.Random);

        // The code goes on from where the replay has ended.
        eager.Step();
        replayed.Step();
        Assert.Equal(eager.Parameters, replayed.Parameters);
        step!.Dispose();
    }

    [Theory, EveryDevice]
    public void On_Cuda_a_run_is_one_graph(string id)
    {
        var device = Device.Parse(id);
        using var x = Tensor.Ones([3], device: device).Keep();
        using var step = PreparedStep.Record(device, () => x.CopyFrom(x * 2 + 1));
        Assert.Equal(device.Kind == DeviceKind.Cuda, step.IsGraph);
        step.Run();
        Assert.Equal([7, 7, 7], x.ToArray());
    }

    [Theory, EveryDevice]
    public void A_step_of_which_the_driver_makes_no_graph_is_issued_launch_by_launch(string id)
    {
        var device = Device.Parse(id);
        using var fake = device.Kind == DeviceKind.Cuda ? FakeCuda.OfProcess() : null;
        using var x = Tensor.Ones([3], device: device).Keep();
        foreach (var call in (string[])["cuStreamBeginCapture_v2", "cuStreamEndCapture", "cuGraphInstantiateWithFlags"])
        {
            x.Fill(1);
            fake?.Fail(call, error: 1);
            using var step = PreparedStep.Record(device, () => x.CopyFrom(x * 2 + 1));
            fake?.Recover();
            Assert.True(fake is null || !step.IsGraph, call);
            step.Run();
            Assert.Equal([7, 7, 7], x.ToArray());
        }
    }

    [Theory, EveryDevice]
    public void A_step_may_copy_a_tensor_to_itself(string id)
    {
        var device = Device.Parse(id);
        using var x = Tensor.Ones([1000], device: device).Keep();
        using var step = PreparedStep.Record(device, () =>
        {
            x.CopyFrom(x.Reshape(10, 100).Reshape(1000));
            x.CopyFrom(x + 1);
        });
        // Whoever takes memory now does not find it changed by the step.
        using var other = Tensor.Zeros([1000], device: device).Keep();
        step.Run();
        Assert.All(x.ToArray(), value => Assert.Equal(3, value));
        Assert.All(other.ToArray(), value => Assert.Equal(0, value));
    }

    [Theory, EveryDevice]
    public void A_graph_that_the_driver_does_not_take_is_an_error_with_its_name(string id)
    {
        var device = Device.Parse(id);
        using var fake = device.Kind == DeviceKind.Cuda ? FakeCuda.OfProcess() : null;
        using var x = Tensor.Ones([3], device: device).Keep();
        using var step = PreparedStep.Record(device, () => x.CopyFrom(x * 2 + 1));
        fake?.Fail("cuGraphLaunch", error: 2);
        var error = Record.Exception(step.Run);
        fake?.Recover();
        if (fake is null) Assert.Null(error);
        else Assert.Contains("CUDA_ERROR_OUT_OF_MEMORY", Assert.IsType<DeviceException>(error).Message);
    }

    [Theory, EveryDevice]
    public void Other_threads_work_on_the_device_meanwhile_and_stay_out_of_the_step(string id)
    {
        var device = Device.Parse(id);
        using var recorded = Tensor.Ones([300], device: device).Keep();
        using var others = Tensor.Zeros([300], device: device).Keep();
        using var one = Tensor.Ones([300], device: device).Keep();
        var (rounds, isRecorded) = (0, false);
        var other = new Thread(() =>
        {
            while (!Volatile.Read(ref isRecorded) || rounds < 10)
            {
                others.CopyFrom(others + one);
                rounds++;
            }
        });
        other.Start();
        List<PreparedStep> steps = [];
        for (var i = 0; i < 10; i++) steps.Add(PreparedStep.Record(device, () => recorded.CopyFrom(recorded * 2 - 1)));
        Volatile.Write(ref isRecorded, true);
        other.Join();
        foreach (var step in steps)
        {
            step.Run();
            step.Dispose();
        }

        Assert.All(recorded.ToArray(), value => Assert.Equal(1, value));
        var counted = rounds;
        Assert.All(others.ToArray(), value => Assert.Equal(counted, value));
    }

    [Theory, EveryDevice]
    public void A_step_that_only_adds_to_gradients_goes_on_adding(string id)
    {
        var device = Device.Parse(id);
        using var x = Tensor.From<float>([1, 2, 3], device).Keep();
        using var w = Tensor.From<float>([2, 2, 2], device).Keep();
        w.RequiresGrad = true;
        using var step = PreparedStep.Record(device, () => (x * w).Sum().Backward());
        step.Run();
        Assert.Equal([2, 4, 6], w.Grad!.ToArray());
        step.Run();
        Assert.Equal([3, 6, 9], w.Grad!.ToArray());
        w.ZeroGrad();
        step.Run();
        Assert.Equal([1, 2, 3], w.Grad!.ToArray());
    }

    [Theory, EveryDevice]
    public void A_step_that_zeroes_gradients_leaves_those_of_its_last_run(string id)
    {
        var device = Device.Parse(id);
        using var x = Tensor.From<float>([1, 2, 3], device).Keep();
        using var w = Tensor.From<float>([2, 2, 2], device).Keep();
        w.RequiresGrad = true;
        using var step = PreparedStep.Record(device, () =>
        {
            w.ZeroGrad();
            (x * w).Sum().Backward();
        });
        step.Run();
        Assert.Equal([1, 2, 3], w.Grad!.ToArray());
        x.CopyFrom<float>([4, 5, 6]);
        step.Run();
        Assert.Equal([4, 5, 6], w.Grad!.ToArray());
    }

    [Fact]
    public void A_gradient_that_was_seen_reads_zero_after_a_step_that_ends_by_zeroing_it()
    {
        using var w = Tensor.From<float>([2, 2, 2], Device.Cpu).Keep();
        w.RequiresGrad = true;
        using var step = PreparedStep.Record(Device.Cpu, () =>
        {
            w.Square().Sum().Backward();
            w.ZeroGrad();
        });
        var seen = w.Grad!;
        step.Run();
        Assert.Equal([0, 0, 0], seen.ToArray());
    }

    [Fact]
    public void A_run_counts_as_a_change_of_what_it_writes()
    {
        using var scope = Tape.Scope();
        var w = Tensor.From<float>([1, 2], Device.Cpu);
        using var step = PreparedStep.Record(Device.Cpu, () => w.CopyFrom(w * 2));
        var x = Tensor.From<float>([3, 4], Device.Cpu);
        x.RequiresGrad = true;
        var loss = (x * w).Sum();
        step.Run();
        Assert.Equal([4, 8], w.ToArray());
        Assert.Throws<AutogradException>(() => loss.Backward());
    }

    [Fact]
    public void What_the_host_does_in_each_run_is_done_in_each_run()
    {
        using var x = Tensor.Zeros([4], device: Device.Cpu).Keep();
        var count = 0;
        using var step = PreparedStep.Record(Device.Cpu, () =>
        {
            PreparedStep.EachRun(() => count++);
            x.CopyFrom(x + 1);
        });
        step.Run();
        step.Run();
        Assert.Equal(3, count);
        Assert.Equal([3, 3, 3, 3], x.ToArray());
    }

    [Fact]
    public void A_learning_rate_may_be_scheduled_in_each_run()
    {
        var (eager, replayed) = (new TrainingRun(Device.Cpu), new TrainingRun(Device.Cpu));
        var runs = 0;
        using var step = PreparedStep.Record(Device.Cpu, () =>
        {
            PreparedStep.EachRun(() => replayed.LearningRate = 0.1 / ++runs);
            replayed.Compute();
        });
        for (var i = 0; i < 4; i++) step.Run();
        for (var i = 1; i <= 5; i++)
        {
            eager.LearningRate = 0.1 / i;
            eager.Step();
        }
        Assert.Equal(eager.Parameters, replayed.Parameters);
    }

    [Fact]
    public void An_arena_cannot_take_over_what_a_prepared_step_uses()
    {
        var w = Tensor.Ones([3], device: Device.Cpu).Keep();
        w.RequiresGrad = true;
        var step = PreparedStep.Record(Device.Cpu, () => w.Sum().Backward());
        var error = Assert.Throws<InvalidOperationException>(() => new ParameterArena([w]));
        Assert.Contains("dispose the step", error.Message, StringComparison.Ordinal);
        step.Dispose();
        using var arena = new ParameterArena([w]);
    }

    [Fact]
    public void A_disposed_step_cannot_run_and_what_it_kept_stays()
    {
        var x = Tensor.Ones([3], device: Device.Cpu).Keep();
        Tensor? y = null;
        var step = PreparedStep.Record(Device.Cpu, () => y = (x + 1).Keep());
        step.Dispose();
        step.Dispose();
        var error = Assert.Throws<ObjectDisposedException>(step.Run);
        Assert.Contains("record it anew", error.Message, StringComparison.Ordinal);
        Assert.Equal([2, 2, 2], y!.ToArray());
    }

    [Fact]
    public void A_step_holds_its_inputs_even_where_they_are_disposed()
    {
        var device = OwnDevice.Create();
        var x = Tensor.Ones([3], device: device).Keep();
        Tensor? y = null;
        using var step = PreparedStep.Record(device, () => y = (x + 1).Keep());
        x.Dispose();
        using var other = Tensor.Full([3], 7, device: device).Keep();
        step.Run();
        Assert.Equal([2, 2, 2], y!.ToArray());
    }

    [Fact]
    public void Only_one_step_is_recorded_at_a_time()
    {
        using var step = PreparedStep.Record(Device.Cpu, () =>
            Assert.Throws<InvalidOperationException>(() => PreparedStep.Record(Device.Cpu, () => { })));
        Assert.Equal(0, step.Length);
    }

    [Fact]
    public void Another_math_mode_needs_another_recording()
    {
        var device = OwnDevice.Create();
        using var x = Tensor.Ones([3], device: device).Keep();
        using var step = PreparedStep.Record(device, () => x.CopyFrom(x.Exp()));
        device.MathMode = MathMode.Fast;
        var error = Assert.Throws<PreparedStepException>(step.Run);
        Assert.Contains("record it anew", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_step_that_throws_is_no_longer_recorded()
    {
        var device = OwnDevice.Create();
        using var x = Tensor.Ones([3], device: device).Keep();
        var before = device.Memory.Statistics.BytesInUse;
        Assert.Throws<ShapeMismatchException>(() => PreparedStep.Record(device, () => x.MatMul((x + 1).Reshape(1, 3))));
        Assert.Equal(before, device.Memory.Statistics.BytesInUse);
        using var y = Tensor.From<float>([1], device).Keep();
        Assert.Equal(1, y.Item());
    }
}
