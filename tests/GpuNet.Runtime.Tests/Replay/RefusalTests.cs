using GpuNet.Runtime.Tests.Memory;

namespace GpuNet.Runtime.Tests.Replay;

/// <summary>What cannot be repeated without its code runs all the same, and the error says what to do.</summary>
public class RefusalTests
{
    private static readonly Device Cpu = Device.Cpu;

    [Fact]
    public void Reading_on_the_host() => Refused("after the run", x => _ = x.Sum().Item() > 0 ? x : -x);

    [Fact]
    public void Writing_from_the_host() =>
        Refused("before each run", x => x.CopyFrom(x + Tensor.From<float>([1, 1, 1], Cpu)));

    [Fact]
    public void Drawing_by_counts_of_the_host() =>
        Refused("before the run", x => x.CopyFrom(new Generator(1).Uniform(x.Shape, device: Cpu)));

    [Fact]
    public void Gathering_by_indices_of_the_host() => Refused("before each run", x => x.GatherRows([2, 0]));

    [Fact]
    public void Working_on_two_devices() =>
        Refused("too", x => _ = Tensor.Ones([3], device: Device.Parse("cpu:debug")) + 1);

    [Fact]
    public void Running_another_prepared_step()
    {
        using var other = PreparedStep.Record(Cpu, () => { });
        Refused("one after the other", _ => other.Run());
    }

    [Fact]
    public void Setting_a_learning_rate()
    {
        var run = new TrainingRun(Cpu);
        var rate = 1.0;
        Refused("EachRun", _ => run.LearningRate = rate /= 2);
    }

    private static void Refused(string advice, Action<Tensor> act)
    {
        using var x = Tensor.From<float>([1, 2, 3], Cpu).Keep();
        using var sum = Tensor.Zeros([3], device: Cpu).Keep();
        void Step()
        {
            sum.CopyFrom(sum + 1);
            act(x);
            sum.CopyFrom(sum + 1);
        }

        Assert.Null(PreparedStep.TryRecord(Cpu, Step, out var refusal));
        Assert.Contains(advice, refusal, StringComparison.Ordinal);
        Assert.Equal([2, 2, 2], sum.ToArray());
        var error = Assert.Throws<PreparedStepException>(() => PreparedStep.Record(Cpu, Step));
        Assert.Contains(refusal!, error.Message, StringComparison.Ordinal);
        Assert.Equal([4, 4, 4], sum.ToArray());
    }
}
