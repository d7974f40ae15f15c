using GpuNet.TestKit;

namespace GpuNet.Runtime.Tests.Tensors;

public class TensorTests
{
    [Theory, EveryDevice]
    public void Elements_go_in_and_come_out_again(string id)
    {
        var device = Device.Parse(id);
        using var scope = Tape.Scope();
        float[] values = [.. Samples.Edges];
        var x = Tensor.From<float>(values, device);
        Parity.AssertSameBits(values, x.ToArray());
        var destination = new float[values.Length];
        x.CopyTo<float>(destination);
        Parity.AssertSameBits(values, destination);
        Assert.Equal([1.5, -2], Tensor.From<double>([1.5, -2], [1, 2], device).ToArray<double>());
        Assert.Equal([int.MinValue, 7], Tensor.From<int>([int.MinValue, 7], device).ToArray<int>());
    }

    [Theory, EveryDevice]
    public void Constants_fill_every_type(string id)
    {
        var device = Device.Parse(id);
        using var scope = Tape.Scope();
        Assert.Equal([0f, 0f], Tensor.Zeros([2], device: device).ToArray());
        Assert.Equal([1.0, 1.0], Tensor.Ones([2], DType.Float64, device).ToArray<double>());
        Assert.Equal([-3, -3], Tensor.Full([2], -3, DType.Int32, device).ToArray<int>());
        Assert.Equal(2.5, Tensor.Scalar(2.5, device: device).Item());
        Assert.True(float.IsNegative(Tensor.Full([1], -0.0, device: device).ToArray()[0]));
        Assert.Equal([1, 2], Tensor.OnesLike(Tensor.Zeros([1, 2], DType.Int32, device)).Shape.ToArray());
    }

    [Theory, EveryDevice]
    public void Contents_can_be_overwritten(string id)
    {
        var device = Device.Parse(id);
        using var scope = Tape.Scope();
        var x = Tensor.Zeros([2], device: device);
        x.CopyFrom<float>([1f, 2f]);
        Assert.Equal([1f, 2f], x.ToArray());
        x.CopyFrom(Tensor.From<float>([3f, 4f], device));
        Assert.Equal([3f, 4f], x.ToArray());
        var copy = x.Clone();
        x.Fill(9);
        Assert.Equal([3f, 4f], copy.ToArray());
        Assert.Equal([5], Tensor.From<int>([5], device).Clone().ToArray<int>());
    }

    [Fact]
    public void Wrong_sizes_and_types_are_refused()
    {
        using var scope = Tape.Scope();
        Assert.Throws<ShapeMismatchException>(() => Tensor.From<float>([1f, 2f], [3], Device.Cpu));
        var x = Tensor.Zeros([2, 2], device: Device.Cpu);
        Assert.Throws<ShapeMismatchException>(() => x.CopyTo<float>(new float[3]));
        Assert.Throws<ShapeMismatchException>(() => x.CopyFrom<float>(new float[5]));
        Assert.Throws<ShapeMismatchException>(() => x.CopyFrom(Tensor.Zeros([4], device: Device.Cpu)));
        Assert.Throws<ShapeMismatchException>(() => x.Item());
        Assert.Throws<DTypeNotSupportedException>(() => x.ToArray<double>());
        Assert.Throws<DTypeNotSupportedException>(() => x.CopyFrom<int>(new int[4]));
        Assert.Throws<DTypeNotSupportedException>(() => Tensor.From<char>(['a'], Device.Cpu));
        Assert.Throws<OverflowException>(() => Tensor.Full([1], 1e10, DType.Int32, Device.Cpu));
    }

    [Fact]
    public void A_tensor_prints_its_shape_and_first_elements()
    {
        using var scope = Tape.Scope();
        Assert.Equal("Tensor [2] Float32 on cpu: 1.5 -2", Tensor.From<float>([1.5f, -2f], Device.Cpu).ToString());
        Assert.EndsWith("...", Tensor.Zeros([100], device: Device.Cpu).ToString());
    }
}
