using GpuNet.TestKit;

namespace GpuNet.Runtime.Tests.Operations;

public class ViewingTests
{
    [Theory, EveryDevice]
    public void Reshape_sees_the_same_memory_in_another_shape(string id)
    {
        using var scope = Tape.Scope();
        var x = Tensor.From<float>([1, 2, 3, 4, 5, 6], [2, 3], Device.Parse(id));
        var y = x.Reshape(3, -1);
        Assert.Equal([3, 2], y.Shape.ToArray());
        x.Fill(7);
        Assert.Equal([7f, 7f, 7f, 7f, 7f, 7f], y.ToArray());
        Assert.Equal([6], x.Reshape(-1).Shape.ToArray());
    }

    [Theory, EveryDevice]
    public void Rows_see_a_part_of_the_memory(string id)
    {
        using var scope = Tape.Scope();
        var x = Tensor.From<float>([1, 2, 3, 4, 5, 6], [3, 2], Device.Parse(id));
        Assert.Equal([3f, 4f, 5f, 6f], x[1..].ToArray());
        Assert.Equal([5f, 6f], x[^1..].ToArray());
        Assert.Equal([3f, 4f], x[1..2].ToArray());
        Assert.Equal(0, x[1..1].Count);
        Assert.Equal(
            [4f, 4f], (x[1..2] + x[1..2] - x[1..2] + Tensor.From<float>([1, 0], [1, 2], Device.Parse(id))).ToArray());
    }

    [Theory, EveryDevice]
    public void Gradients_agree_with_central_differences(string id)
    {
        var device = Device.Parse(id);
        double[][] values = [Samples.UniformDoubles(12, seed: 1)];
        Gradients.AssertRight(device, values, [[3, 4]], x => x[0].Reshape(2, 6).Square().Sum(0));
        Gradients.AssertRight(device, values, [[3, 4]], x => x[0][1..].Square() * x[0][..2]);
        Gradients.AssertRight(device, values, [[3, 4]], x => x[0].Transpose().MatMul(x[0]));
        Gradients.AssertRight(device, values, [[3, 4]], x => x[0].Clone() * x[0]);
    }

    [Theory]
    [EveryDevice(1, 1)]
    [EveryDevice(3, 70)]
    [EveryDevice(65, 33)]
    public void Transpose_swaps_rows_and_columns(string id, int rows, int columns)
    {
        var values = Samples.Uniform(rows * columns, seed: 2);
        using var scope = Tape.Scope();
        var y = Tensor.From<float>(values, [rows, columns], Device.Parse(id)).Transpose();
        Assert.Equal([columns, rows], y.Shape.ToArray());
        Assert.Equal(
            Enumerable.Range(0, rows * columns).Select(i => values[i % rows * columns + i / rows]), y.ToArray());
    }

    [Theory, EveryDevice]
    public void Rows_are_gathered_in_the_given_order(string id)
    {
        var device = Device.Parse(id);
        using var scope = Tape.Scope();
        var x = Tensor.From<float>([1, 2, 3, 4, 5, 6], [3, 2], device);
        Assert.Equal([5f, 6f, 1f, 2f, 5f, 6f], x.GatherRows([2, 0, 2]).ToArray());
        Assert.Equal([0, 2], x.GatherRows([]).Shape.ToArray());
        // Rows long enough to be copied one by one.
        float[] numbers = [.. Enumerable.Range(0, 3 * 301).Select(i => (float)i)];
        var rows = Tensor.From<float>(numbers, [3, 301], device);
        Assert.Equal([.. numbers[602..], .. numbers[..301]], rows.GatherRows([2, 0]).ToArray());
        Assert.Equal([9, 7], Tensor.From<int>([7, 8, 9], device).GatherRows([2, 0]).ToArray<int>());
        Assert.Throws<ArgumentOutOfRangeException>(() => x.GatherRows([3]));
        Assert.Throws<ArgumentOutOfRangeException>(() => x.GatherRows([-1]));

        using var batch = Tensor.Zeros([2, 2], device: device).Keep();
        batch.CopyRowsFrom(x, [2, 0]);
        Assert.Equal([5f, 6f, 1f, 2f], batch.ToArray());
        batch.CopyRowsFrom(x, [1, 1]);
        Assert.Equal([3f, 4f, 3f, 4f], batch.ToArray());
        Assert.Throws<ShapeMismatchException>(() => batch.CopyRowsFrom(x, [1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => batch.CopyRowsFrom(x, [0, 3]));
    }

    [Fact]
    public void Counts_that_differ_and_ranges_beyond_the_tensor_are_refused()
    {
        using var scope = Tape.Scope();
        var x = Tensor.Zeros([2, 3], device: Device.Cpu);
        Assert.Throws<ShapeMismatchException>(() => x.Reshape(4));
        Assert.Throws<ShapeMismatchException>(() => x.Reshape(-1, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => x.Reshape(-1, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => x[1..4]);
        Assert.Throws<ShapeMismatchException>(() => x.Sum()[..]);
    }
}
