using GpuNet.Kernels;

namespace GpuNet.Operations;

/// <summary>
/// The matrix product, each operand as it is or transposed; its gradients are matrix products too. A vector counts as a
/// row on the left and as a column on the right; of more than two dimensions, the last two are multiplied
/// (<see cref="BatchedMatMul"/>).
/// </summary>
internal static class MatMul
{
    private const string Name = "MatMul";

    /// <summary>op(A) op(B), where op transposes if asked to.</summary>
    internal static Tensor Forward(Tensor a, Tensor b, bool transposeA, bool transposeB)
    {
        Check.SameTypeAndDevice(Name, a, b);
        if (a.DType.IsNarrow())
            return Forward(a.To(DType.Float32), b.To(DType.Float32), transposeA, transposeB).To(a.DType);
        Check.Floating(Name, a);
        if (a.Rank == 0 || b.Rank == 0)
            throw new ShapeMismatchException(Name, "operands of at least one dimension", $"{a.Shape} and {b.Shape}");
        if (a.Rank == 1) return OfVector(a, b, transposeB);
        if (b.Rank == 1) return Forward(a, b.Unsqueeze(1), transposeA, transposeB: false).Squeeze(-1);
        if (a.Rank > 2 || b.Rank > 2) return BatchedMatMul.Forward(a, b, transposeA, transposeB);
        var (m, k) = transposeA ? (a.Shape[1], a.Shape[0]) : (a.Shape[0], a.Shape[1]);
        var (kB, n) = transposeB ? (b.Shape[1], b.Shape[0]) : (b.Shape[0], b.Shape[1]);
        if (k != kB)
            throw new ShapeMismatchException(
                Name, $"{(transposeB ? $"[?, {k}] transposed" : $"[{k}, ?]")} on the right of {a.Shape}", b.Shape.ToString());
        var c = Tensor.Uninitialized([m, n], a.DType, a.Device);
        MatMulLaunch.Run<StoreSum>(Name, a, b, default, c, MatMulShape.Dense(m, n, k, transposeA, transposeB));
        return Tape.Records(a, b) ? c.RecordedAs(new Node(a, b, transposeA, transposeB)) : c;
    }

    private static Tensor OfVector(Tensor a, Tensor b, bool transposeB) => b.Rank == 1
        ? Viewing.Reshape(Forward(a.Unsqueeze(0), b.Unsqueeze(1), transposeA: false, transposeB: false), [])
        : Forward(a.Unsqueeze(0), b, transposeA: false, transposeB).Squeeze(-2);

    /// <summary>op(A) op(B) into a given tensor, off the tape; shapes are the caller's to get right.</summary>
    internal static void Into(Tensor a, Tensor b, Tensor c, bool transposeA, bool transposeB)
    {
        var k = transposeA ? a.Shape[0] : a.Shape[1];
        MatMulLaunch.Run<StoreSum>(
            Name, a, b, default, c, MatMulShape.Dense(c.Shape[0], c.Shape[1], k, transposeA, transposeB));
    }

    private sealed class Node(Tensor a, Tensor b, bool transposeA, bool transposeB) : TapeNode(a, b)
    {
        private readonly SavedTensor _a = new(a), _b = new(b);

        internal override string Name => MatMul.Name;

        internal override void Backward(Tensor gradient, BackwardPass pass)
        {
            // C = op(A) op(B): the gradient of op(A) is dC op(B)^T, the one of op(B) is op(A)^T dC; of a transposed
            // operand, its transpose.
            if (pass.Needs(First))
            {
                var b = _b.Get(this);
                var dA = pass.Target(First);
                if (transposeA) Into(b, gradient, dA, transposeB, transposeB: true);
                else Into(gradient, b, dA, transposeA: false, !transposeB);
                pass.Accumulate(First, dA);
            }
            if (pass.Needs(Second))
            {
                var a = _a.Get(this);
                var dB = pass.Target(Second);
                if (transposeB) Into(gradient, a, dB, transposeA: true, transposeA);
                else Into(a, gradient, dB, !transposeA, transposeB: false);
                pass.Accumulate(Second, dB);
            }
        }

        internal override void BackwardGraph(Tensor gradient, BackwardPass pass)
        {
            var (a, b) = (_a.Get(this), _b.Get(this));
            if (pass.Needs(First))
                pass.Accumulate(
                    First, transposeA ? Forward(b, gradient, transposeB, true) : Forward(gradient, b, false, !transposeB));
            if (pass.Needs(Second))
                pass.Accumulate(
                    Second, transposeB ? Forward(gradient, a, true, transposeA) : Forward(a, gradient, !transposeA, false));
        }
    }
}
