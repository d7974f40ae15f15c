using GpuNet.Kernels;

namespace GpuNet.Operations;

/// <summary>
/// y = x W^T + b for x [rows, in], W [out, in], b [out]: the product adds the bias as it stores its sums.
/// </summary>
internal static class Linear
{
    private const string Name = "Linear";

    internal static Tensor Forward(Tensor x, Tensor weight, Tensor bias)
    {
        Check.Floating(Name, x);
        Check.SameTypeAndDevice(Name, x, weight);
        Check.SameTypeAndDevice(Name, x, bias);
        Check.Rank(Name, x, 2, "x [rows, in]");
        Check.Rank(Name, weight, 2, "weight [out, in]");
        var (rows, inputs, outputs) = (x.Shape[0], x.Shape[1], weight.Shape[0]);
        if (weight.Shape[1] != inputs)
            throw new ShapeMismatchException(
                Name, $"x [?, {weight.Shape[1]}] for the weight {weight.Shape}", x.Shape.ToString());
        Check.SameShape(Name, [outputs], bias.Shape);
        var y = Tensor.Uninitialized([rows, outputs], x.DType, x.Device);
        MatMulLaunch.Run<AddBias>(Name, x, weight, bias, y, MatMulShape.Dense(rows, outputs, inputs, transposeB: true));
        return Tape.Records(x, weight, bias) ? y.RecordedAs(new Node(x, weight, bias)) : y;
    }

    private sealed class Node(Tensor x, Tensor weight, Tensor bias) : TapeNode(x, weight, bias)
    {
        private readonly SavedTensor _x = new(x), _weight = new(weight);

        internal override string Name => Linear.Name;

        internal override void Backward(Tensor gradient, BackwardPass pass)
        {
            if (BackwardPass.Needs(First))
            {
                var dx = BackwardPass.Target(First);
                MatMul.Into(gradient, _weight.Get(this), dx, transposeA: false, transposeB: false);
                pass.Accumulate(First, dx);
            }
            if (BackwardPass.Needs(Second))
            {
                var dWeight = BackwardPass.Target(Second);
                MatMul.Into(gradient, _x.Get(this), dWeight, transposeA: true, transposeB: false);
                pass.Accumulate(Second, dWeight);
            }
            if (BackwardPass.Needs(Third)) pass.Accumulate(Third, Reduction.SumTo(gradient, Third));
        }
    }
}
