using GpuNet.Kernels;

namespace GpuNet.Operations;

/// <summary>
/// Products of the last two dimensions of both operands, whose other dimensions broadcast; the gradients are such
/// products too, summed over what was repeated.
/// </summary>
internal static class BatchedMatMul
{
    private const string Name = "MatMul";

    /// <summary>op(A) op(B) for operands of at least two dimensions.</summary>
    internal static Tensor Forward(Tensor a, Tensor b, bool transposeA, bool transposeB)
    {
        var (m, k) = transposeA ? (a.Shape[^1], a.Shape[^2]) : (a.Shape[^2], a.Shape[^1]);
        var (kB, n) = transposeB ? (b.Shape[^1], b.Shape[^2]) : (b.Shape[^2], b.Shape[^1]);
        if (k != kB)
            throw new ShapeMismatchException(
                Name, $"{(transposeB ? $"[.., ?, {k}] transposed" : $"[.., {k}, ?]")} on the right of {a.Shape}",
                b.Shape.ToString());
        var (batchA, batchB) = (BatchOf(a.Shape), BatchOf(b.Shape));
        if (!transposeA && batchB.Count == 1 && batchB.Rank <= batchA.Rank)
        {
            // All rows of A meet the same B: one product.
            var rows = Viewing.Reshape(a, [batchA.Count * m, k]);
            var matrix = Viewing.Reshape(b, [b.Shape[^2], b.Shape[^1]]);
            return Viewing.Reshape(MatMul.Forward(rows, matrix, false, transposeB), With(batchA, m, n));
        }

        var batch = Broadcasting.Result(Name, batchA, batchB);
        var c = Tensor.Uninitialized(With(batch, m, n), a.DType, a.Device);
        BatchedMatMulLaunch.Run(
            Name, a, b, c, MatMulShape.Dense(m, n, k, transposeA, transposeB),
            Broadcasting.StridesOf(batch, batchA, batchB)!.Value);
        return Tape.Records(a, b) ? c.RecordedAs(new Node(a, b, transposeA, transposeB)) : c;
    }

    private static Shape BatchOf(Shape shape) => Shape.Create(shape.Dimensions[..^2]);

    private static Shape With(Shape batch, int rows, int columns) => Shape.Create([.. batch.Dimensions, rows, columns]);

    private sealed class Node(Tensor a, Tensor b, bool transposeA, bool transposeB) : TapeNode(a, b)
    {
        private readonly SavedTensor _a = new(a), _b = new(b);

        internal override string Name => BatchedMatMul.Name;

        internal override void Backward(Tensor gradient, BackwardPass pass) => BackwardGraph(gradient, pass);

        internal override void BackwardGraph(Tensor gradient, BackwardPass pass)
        {
            if (pass.Needs(First))
            {
                var b = _b.Get(this);
                var dA = transposeA
                    ? Forward(b, gradient, transposeB, transposeB: true)
                    : Forward(gradient, b, transposeA: false, !transposeB);
                pass.Accumulate(First, Expansion.SumTo(dA, First.Shape));
            }
            if (pass.Needs(Second))
            {
                var a = _a.Get(this);
                var dB = transposeB
                    ? Forward(gradient, a, transposeA: true, transposeA)
                    : Forward(a, gradient, !transposeA, transposeB: false);
                pass.Accumulate(Second, Expansion.SumTo(dB, Second.Shape));
            }
        }
    }
}
