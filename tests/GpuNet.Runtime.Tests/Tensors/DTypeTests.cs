using GpuNet.Kernels;
using GpuNet.TestKit;

namespace GpuNet.Runtime.Tests.Tensors;

/// <summary>Every element type can be stored, filled, moved, gathered, read and printed.</summary>
public class DTypeTests
{
    private static readonly (DType Type, int Size, bool IsFloat, bool IsInteger)[] Types =
    [
        (DType.Float32, 4, true, false), (DType.Float64, 8, true, false), (DType.Float16, 2, true, false),
        (DType.BFloat16, 2, true, false), (DType.Int32, 4, false, true), (DType.Int64, 8, false, true),
        (DType.UInt8, 1, false, true), (DType.Bool, 1, false, false),
    ];

    [Fact]
    public void Types_know_their_size_and_kind()
    {
        Assert.Equal(Enum.GetValues<DType>().Order(), Types.Select(t => t.Type).Order());
        foreach (var (type, size, isFloat, isInteger) in Types)
        {
            Assert.Equal(size, type.Size());
            Assert.Equal((isFloat, isInteger), (type.IsFloatingPoint(), type.IsInteger()));
        }
        Assert.Throws<ArgumentOutOfRangeException>(() => ((DType)99).Size());
    }

    [Theory, EveryDevice]
    public void Elements_of_every_type_go_in_and_come_out(string id)
    {
        var device = Device.Parse(id);
        using var scope = Tape.Scope();
        RoundTrip<Half>([(Half)1.5f, Half.MaxValue, Half.Epsilon, -Half.NegativeInfinity], DType.Float16);
        RoundTrip<BFloat16>([(BFloat16)1.5f, BFloat16.MaxValue, (BFloat16)(-1e-40f), (BFloat16)0f], DType.BFloat16);
        RoundTrip<long>([long.MinValue, -1, long.MaxValue, 1L << 40], DType.Int64);
        RoundTrip<byte>([0, 1, 254, 255], DType.UInt8);
        RoundTrip<bool>([true, false, false, true], DType.Bool);
        Assert.Equal(1.5, Tensor.From<ILGPU.Half>([(ILGPU.Half)1.5f], device).Item());

        void RoundTrip<T>(T[] values, DType type) where T : unmanaged
        {
            var x = Tensor.From<T>(values, [2, 2], device);
            Assert.Equal(type, x.DType);
            Assert.Equal(values, x.ToArray<T>());
            Assert.Equal([values[2], values[3], values[0], values[1]], x.GatherRows([1, 0]).ToArray<T>());
            Assert.Equal(values[2..], x[1..].ToArray<T>());
            Assert.Equal(values, x.Clone().ToArray<T>());
            Assert.Equal(values, x.Reshape(4).ToArray<T>());
            Assert.Equal([values[0], values[2], values[1], values[3]], x.Transpose().ToArray<T>());
            var other = id == "cpu" ? Device.Parse("cpu:debug") : Device.Cpu;
            Assert.Equal(values, x.To(other).ToArray<T>());
            x.CopyFrom<T>([values[3], values[2], values[1], values[0]]);
            Assert.Equal(values.Reverse(), x.ToArray<T>());
        }
    }

    [Theory, EveryDevice]
    public void Constants_fill_every_type(string id)
    {
        var device = Device.Parse(id);
        using var scope = Tape.Scope();
        foreach (var (type, _, _, _) in Types)
        {
            Assert.Equal(0, Tensor.Zeros([1], type, device).Item());
            Assert.Equal(1, Tensor.Ones([1], type, device).Item());
            Assert.Equal(type == DType.Bool ? 1 : 7, Tensor.Scalar(7, type, device).Item());
        }
        Assert.Equal(0.10009765625, Tensor.Scalar(0.1, DType.BFloat16, device).Item());
        Assert.Equal(0.0999755859375, Tensor.Scalar(0.1, DType.Float16, device).Item());
        Assert.True(Half.IsNegative(Tensor.Scalar(-0.0, DType.Float16, device).ToArray<Half>()[0]));
        Assert.Throws<OverflowException>(() => Tensor.Scalar(256, DType.UInt8, device));
        Assert.Throws<OverflowException>(() => Tensor.Scalar(1e19, DType.Int64, device));
    }

    [Fact]
    public void Any_type_converts_to_any_other()
    {
        var device = Device.Parse("cpu:debug"); // the kernels' tests convert on every device
        using var scope = Tape.Scope();
        foreach (var (from, _, _, _) in Types)
        {
            var x = Tensor.From<float>([0, 1, 3], device).To(from);
            foreach (var (to, _, _, _) in Types)
            {
                var y = x.To(to);
                Assert.Equal(to, y.DType);
                float three = from == DType.Bool || to == DType.Bool ? 1 : 3;
                Assert.Equal([0, 1, three], y.To(DType.Float32).ToArray());
                Assert.Equal(from == to, ReferenceEquals(x, y));
            }
        }
        Assert.Equal([int.MaxValue, 0, -2], Tensor.From<float>([3e9f, float.NaN, -2.9f], device).To(DType.Int32).ToArray<int>());
        Assert.Equal([44], Tensor.From<int>([300], device).To(DType.UInt8).ToArray<byte>());
        Assert.Equal([true, true], Tensor.From<float>([float.NaN, 0.5f], device).To(DType.Bool).ToArray<bool>());
        Assert.Throws<ArgumentOutOfRangeException>(() => Tensor.Zeros([1], device: device).To((DType)99));
    }

    [Fact]
    public void Elements_of_every_type_are_printed()
    {
        using var scope = Tape.Scope();
        var x = Tensor.From<float>([0, 1, 2.75f], Device.Cpu);
        Assert.Equal("Tensor [3] Float16 on cpu: 0 1 2.75", x.To(DType.Float16).ToString());
        Assert.Equal("Tensor [3] BFloat16 on cpu: 0 1 2.75", x.To(DType.BFloat16).ToString());
        Assert.Equal("Tensor [3] Int64 on cpu: 0 1 2", x.To(DType.Int64).ToString());
        Assert.Equal("Tensor [3] UInt8 on cpu: 0 1 2", x.To(DType.UInt8).ToString());
        Assert.Equal("Tensor [3] Bool on cpu: false true true", x.To(DType.Bool).ToString());
    }

    [Fact]
    public void What_a_type_cannot_do_names_the_operation_and_the_remedy()
    {
        using var scope = Tape.Scope();
        var labels = Tensor.From<long>([1, 2], Device.Cpu);
        var error = Assert.Throws<DTypeNotSupportedException>(() => labels.Tanh());
        Assert.Equal("tanh: takes Float32 or Float64, got Int64. Convert it: x.To(DType.Float32).", error.Message);
        error = Assert.Throws<DTypeNotSupportedException>(() => labels.MatMul(labels));
        Assert.Equal("MatMul", error.Operation);
        error = Assert.Throws<DTypeNotSupportedException>(() => labels.To(DType.Float32) + labels);
        Assert.Equal("add: takes Float32, got Int64. Convert it: x.To(DType.Float32).", error.Message);
        error = Assert.Throws<DTypeNotSupportedException>(() => !labels);
        Assert.Equal("Mask: takes Bool, got Int64. Convert it: x.To(DType.Bool).", error.Message);
        var half = Tensor.Ones([4, 2], DType.Float16, Device.Cpu);
        var statistics = Tensor.Ones([2], DType.Float32, Device.Cpu);
        error = Assert.Throws<DTypeNotSupportedException>(
            () => Functional.BatchNorm(half, statistics, statistics, statistics, statistics, training: true));
        Assert.Contains("Float16. Convert it: x.To(DType.Float32)", error.Message, StringComparison.Ordinal);
        half.RequiresGrad = true;
        Assert.Throws<DTypeNotSupportedException>(() => new ParameterArena([half]));
        Assert.Throws<AutogradException>(() => labels.RequiresGrad = true);
    }
}
