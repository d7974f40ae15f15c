namespace GpuNet.Runtime.Tests.TensorOps;

/// <summary>Bad shapes and arguments: the error names the op, and what it was given.</summary>
public class TensorOpErrorTests
{
    private static readonly Tensor Matrix = Tensor.Zeros([2, 3], device: Device.Cpu).Keep();
    private static readonly Tensor Cube = Tensor.Zeros([2, 3, 4], device: Device.Cpu).Keep();
    private static readonly Tensor Labels = Tensor.Zeros([2], DType.Int32, Device.Cpu).Keep();

    /// <summary>What is called, the error, and what its message has to name.</summary>
    private static readonly (Action Call, Type Error, string[] Names)[] Mistakes =
    [
        (() => Matrix.Permute(0, 0), typeof(ArgumentException), ["Permute", "[2, 3]", "[0, 0]", "axes"]),
        (() => Matrix.Permute(0, 2), typeof(ArgumentOutOfRangeException), ["Permute", "[2, 3]", "axis 2"]),
        (() => Cube.Transpose(), typeof(ShapeMismatchException), ["Transpose", "[2, 3, 4]"]),
        (() => Matrix.Transpose(0, 2), typeof(ArgumentOutOfRangeException), ["Transpose", "[2, 3]", "2"]),
        (() => Matrix.MoveAxis(3, 0), typeof(ArgumentOutOfRangeException), ["MoveAxis", "[2, 3]", "3"]),
        (() => Matrix.Unsqueeze(4), typeof(ArgumentOutOfRangeException), ["Unsqueeze", "[2, 3]", "4"]),
        (() => Cube.Flatten(2, 1), typeof(ArgumentException), ["Flatten", "[2, 3, 4]", "last"]),
        (() => Matrix.Expand(2, 4), typeof(ShapeMismatchException), ["Expand", "[2, 3]", "[2, 4]"]),
        (() => Matrix.Repeat(2), typeof(ShapeMismatchException), ["Repeat", "[2, 3]", "1"]),
        (() => _ = Matrix[0, 3], typeof(ArgumentOutOfRangeException), ["Slice", "[2, 3]", "axis 1"]),
        (() => _ = Matrix[.., 1..4], typeof(ArgumentOutOfRangeException), ["Slice", "[2, 3]", "1..4"]),
        (() => _ = Matrix[0, 0, 0], typeof(ShapeMismatchException), ["Slice", "[2, 3]", "3"]),
        (() => Matrix.Slice(1, ..2, step: 0), typeof(ArgumentOutOfRangeException), ["0"]),
        (() => Matrix.Split([1, 1], 1), typeof(ShapeMismatchException), ["Split", "[2, 3]", "2"]),
        (() => Functional.Concatenate([]), typeof(ArgumentException), ["Concatenate", "tensors"]),
        (() => Functional.Concatenate([Matrix, Cube]), typeof(ShapeMismatchException), ["Concatenate", "[2, 3]", "[2, 3, 4]"]),
        (() => Functional.Stack([Matrix, Matrix[..1]]), typeof(ShapeMismatchException), ["Stack", "[2, 3]", "[1, 3]"]),
        (() => Matrix.Sum([0, -2]), typeof(ArgumentException), ["Sum", "[2, 3]", "-2", "twice"]),
        (() => Cube.Max([3]), typeof(ArgumentOutOfRangeException), ["Max", "[2, 3, 4]", "3"]),
        (() => Matrix[..0].Min([0]), typeof(ShapeMismatchException), ["Min", "[0, 3]"]),
        (() => Matrix.Norm(double.NaN), typeof(ArgumentOutOfRangeException), ["Norm", "p"]),
        (() => Matrix[..0].Norm(double.PositiveInfinity, 0), typeof(ShapeMismatchException), ["Norm", "[0, 3]", "infinite"]),
        (() => Labels.Norm(), typeof(DTypeNotSupportedException), ["Norm", "Int32"]),
        (() => Labels.LogSumExp(), typeof(DTypeNotSupportedException), ["LogSumExp", "Int32"]),
        (() => Labels.StandardDeviation(), typeof(DTypeNotSupportedException), ["StandardDeviation", "Int32"]),
        (() => Matrix.StandardDeviation(2), typeof(ArgumentOutOfRangeException), ["StandardDeviation", "[2, 3]", "2"]),
        (() => Matrix.Sum().Sum(0), typeof(ArgumentOutOfRangeException), ["Sum", "[]", "Reshape(1)"]),
        (() => Matrix.CumulativeSum(2), typeof(ArgumentOutOfRangeException), ["CumulativeSum", "[2, 3]"]),
        (() => Labels.Mean(0), typeof(DTypeNotSupportedException), ["mean", "Int32"]),
        (() => Matrix.Softmax(2), typeof(ArgumentOutOfRangeException), ["Softmax", "[2, 3]", "2"]),
        (() => Matrix.Sort(2), typeof(ArgumentOutOfRangeException), ["Sort", "[2, 3]", "2"]),
        (() => Matrix.TopK(4), typeof(ArgumentOutOfRangeException), ["TopK", "[2, 3]", "4", "count"]),
        (() => Matrix.Gather(0, Matrix), typeof(DTypeNotSupportedException), ["Gather", "Float32"]),
        (() => Matrix.Gather(0, Labels), typeof(ShapeMismatchException), ["Gather", "[2, 3]", "[2]"]),
        (() => Matrix.ScatterAdd(1, Labels.Unsqueeze(1).Expand(2, 4), Matrix), typeof(ShapeMismatchException),
            ["ScatterAdd", "[2, 4]", "[2, 3]"]),
        (() => Matrix.IndexSelect(0, Cube.To(DType.Int32)), typeof(ShapeMismatchException), ["IndexSelect", "[2, 3, 4]"]),
        (() => Matrix.IndexSelect(0, [0, 2]), typeof(ArgumentOutOfRangeException), ["IndexSelect", "[2, 3]", "2"]),
        (() => Matrix.IndexAdd(0, Labels, Matrix[..1]), typeof(ShapeMismatchException), ["IndexAdd", "[2, 3]", "[1, 3]"]),
        (() => Matrix.MaskedSelect(Labels), typeof(ShapeMismatchException), ["MaskedSelect", "[2, 3]", "[2]"]),
        (() => Matrix.MatMul(Matrix), typeof(ShapeMismatchException), ["MatMul", "[3, ?]", "[2, 3]"]),
        (() => Cube.MatMul(Cube), typeof(ShapeMismatchException), ["MatMul", "[.., 4, ?]", "[2, 3, 4]"]),
        (() => Cube.MatMul(Tensor.Zeros([3, 4, 2])), typeof(ShapeMismatchException), ["MatMul", "[2]", "[3]"]),
        (() => Functional.Dot(Matrix, Matrix), typeof(ShapeMismatchException), ["Dot", "[2, 3]"]),
        (() => Functional.Outer(Labels, Matrix), typeof(ShapeMismatchException), ["Outer", "[2, 3]"]),
        (() => Functional.OneHot(Matrix, 3), typeof(DTypeNotSupportedException), ["OneHot", "Float32"]),
        (() => Tensor.Arange(0, 1, -1), typeof(ArgumentOutOfRangeException), ["Arange", "0", "1", "step"]),
        (() => new Generator(1).Integers([2], 3, 3), typeof(ArgumentException), ["3", "high"]),
    ];

    [Fact]
    public void Errors_name_the_op_and_what_it_was_given()
    {
        using var scope = Tape.Scope();
        foreach (var (call, type, names) in Mistakes)
        {
            var error = Assert.Throws(type, call);
            Assert.All(names, name => Assert.Contains(name, error.Message, StringComparison.Ordinal));
        }
    }
}
