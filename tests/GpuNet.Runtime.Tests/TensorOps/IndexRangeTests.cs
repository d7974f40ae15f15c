using GpuNet.TestKit;

namespace GpuNet.Runtime.Tests.TensorOps;

/// <summary>Indices in device memory that are out of range: an error, where torch has one, when the host next waits.</summary>
public class IndexRangeTests
{
    /// <summary>Each operation that takes indices, on a tensor of five and three rows.</summary>
    private static readonly Dictionary<string, (string Argument, int Extent, Func<Tensor, Tensor, Tensor> Call)> Operations = new()
    {
        ["Gather"] = ("indices", 5, (x, i) => x.Gather(0, i.Unsqueeze(1))),
        ["Scatter"] = ("indices", 5, (x, i) => x.Scatter(0, i.Unsqueeze(1), Tensor.Ones([3, 1], device: x.Device))),
        ["ScatterAdd"] = ("indices", 5, (x, i) => x.ScatterAdd(0, i.Unsqueeze(1), Tensor.Ones([3, 1], device: x.Device))),
        ["IndexSelect"] = ("indices", 5, (x, i) => x.IndexSelect(0, i)),
        ["IndexAdd"] = ("indices", 5, (x, i) => x.IndexAdd(0, i, Tensor.Ones([3, 3], device: x.Device))),
        ["OneHot"] = ("labels", 5, (_, i) => Functional.OneHot(i, 5)),
        ["CrossEntropy"] = ("labels", 3, (x, i) => Functional.CrossEntropy(x[..3], i)),
        ["LabelDistribution"] = ("labels", 3, (_, i) => Functional.LabelDistribution(i, 3, smoothing: 0.1, ignoredLabel: -100)),
    };

    public static IEnumerable<TheoryDataRow<string, string>> DevicesAndOperations =>
        from device in TestDevices.All
        from name in Operations.Keys
        select new TheoryDataRow<string, string>(device.Id, name) { Skip = device.SkipReason };

    [Theory]
    [MemberData(nameof(DevicesAndOperations))]
    public void An_index_out_of_range_is_an_error_that_names_it(string id, string name)
    {
        var (argument, extent, call) = Operations[name];
        var device = Device.Parse(id);
        using var scope = Tape.Scope();
        var x = Tensor.Arange(15, device: device).To(DType.Float32).Reshape(5, 3);
        foreach (var wrong in (int[])[-1, extent, int.MaxValue])
        {
            var error = Assert.Throws<InvalidIndexException>(() => call(x, Tensor.From<int>([1, wrong, 0], device)).ToArray());
            Assert.Equal((name, argument, wrong, extent), (error.Operation, error.Argument, error.Index, error.Extent));
            Assert.Contains($"{name}: '{argument}' holds {wrong}; here it may be from 0 to {extent - 1}", error.Message, StringComparison.Ordinal);
        }

        // It is told once: what comes after is as ever.
        Assert.All(call(x, Tensor.From<int>([1, 2, 0], device)).ToArray(), value => Assert.True(float.IsFinite(value)));
        Assert.Throws<InvalidIndexException>(() =>
        {
            _ = call(x, Tensor.From<long>([1, 1L << 32, 0], device));
            device.Synchronize();
        });
    }

    [Theory, EveryDevice]
    public void Gradients_with_wrong_indices_add_nothing_beyond_their_tensor(string id)
    {
        var device = Device.Parse(id);
        using var scope = Tape.Scope();
        var x = Tensor.Ones([4], device: device);
        x.RequiresGrad = true;
        Assert.Throws<InvalidIndexException>(() =>
        {
            x.IndexSelect(0, Tensor.From<int>([0, 9], device)).Sum().Backward();
            x.Grad!.ToArray();
        });
        x.IndexSelect(0, Tensor.From<int>([0, 3], device)).Sum().Backward();
        Assert.Equal(1, x.Grad!.ToArray()[3]);
    }

    [Theory, EveryDevice]
    public void A_label_that_is_ignored_is_none_out_of_range(string id)
    {
        var device = Device.Parse(id);
        using var scope = Tape.Scope();
        var y = Functional.LabelDistribution(Tensor.From<int>([1, -100], device), 2, ignoredLabel: -100);
        Assert.Equal([0, 1, 0, 0], y.ToArray());
        Assert.Throws<InvalidIndexException>(() => Functional.LabelDistribution(Tensor.From<int>([1, -1], device), 2).ToArray());
    }

    [Theory, EveryDevice]
    public void Prepared_steps_tell_and_go_on(string id)
    {
        var device = Device.Parse(id);
        var labels = Tensor.From<int>([0, 1], device).Keep();
        var logits = Tensor.Zeros([2, 3], device: device).Keep();
        Tensor? loss = null;
        using var step = PreparedStep.Record(device, () => loss = Functional.CrossEntropy(logits, labels).Keep());
        var right = loss!.Item();
        labels.CopyFrom<int>([0, 3]);
        var error = Assert.Throws<InvalidIndexException>(() =>
        {
            step.Run();
            loss.Item();
        });
        Assert.Equal(("CrossEntropy", 3), (error.Operation, error.Index));
        labels.CopyFrom<int>([0, 2]);
        step.Run();
        Assert.Equal(right, loss.Item());
    }

    [Theory, EveryDevice]
    public void A_thread_hears_of_the_steps_it_runs_and_not_of_others_work(string id)
    {
        var device = Device.Parse(id);
        var labels = Tensor.From<int>([0, 1], device).Keep();
        Tensor? loss = null;
        using var step = PreparedStep.Record(
            device, () => loss = Functional.CrossEntropy(Tensor.Zeros([2, 3], device: device), labels).Keep());
        labels.CopyFrom<int>([0, -2]);
        Exception? heard = null;
        var thread = new Thread(() => heard = Record.Exception(() =>
        {
            step.Run();
            device.Synchronize();
        }));
        thread.Start();
        thread.Join();
        Assert.IsType<InvalidIndexException>(heard);
        device.Synchronize();
    }
}
