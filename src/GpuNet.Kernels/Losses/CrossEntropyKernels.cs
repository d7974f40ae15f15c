using System.Numerics;
using ILGPU;

namespace GpuNet.Kernels;

/// <summary>
/// Softmax cross-entropy of logits [rows, columns] and one class index a row:
/// loss[r] = log(sum over c of e^(x[r, c] - m)) - (x[r, label] - m) with the row's maximum m, and
/// dx[r, c] = (p[r, c] - [c = label]) * dloss[r] with the softmax p, which the forward pass keeps.
/// </summary>
/// <remarks>
/// Source: torch.nn.functional.cross_entropy. Launch: as <see cref="SoftmaxKernels"/>. A label outside 0..columns-1
/// makes its row's loss and gradient NaN. Numerics: the logarithm of a sum that is at least 1 and a difference of
/// logits, so a large common offset of a row costs nothing.
/// </remarks>
public static class CrossEntropyKernels
{
    /// <summary>Losses [rows] and probabilities [rows, columns], one item a row.</summary>
    public static void ItemForward<T, TMath>(
        Index1D row, ArrayView<T> logits, ArrayView<int> labels, ArrayView<T> losses, ArrayView<T> probabilities,
        int columns)
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var start = row.X * columns;
        var max = TMath.Of(double.NegativeInfinity);
        for (var c = 0; c < columns; c++)
            max = TMath.Max(max, logits[start + c]);

        var sum = T.Zero;
        for (var c = 0; c < columns; c++)
            sum += TMath.Exp(logits[start + c] - max);

        for (var c = 0; c < columns; c++)
            probabilities[start + c] = TMath.Exp(logits[start + c] - max) / sum;
        losses[row] = Loss<T, TMath>(logits, start, columns, labels[row], max, sum);
    }

    /// <summary>Losses [rows] and probabilities [rows, columns], one group a row.</summary>
    public static void GroupForward<T, TMath>(
        ArrayView<T> logits, ArrayView<int> labels, ArrayView<T> losses, ArrayView<T> probabilities, int columns)
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var lanes = SharedMemory.Allocate<T>(LaneTree.Lanes);
        var row = Grid.IdxX;
        var start = row * columns;
        var max = SoftmaxKernels.RowMax<T, TMath>(logits, start, columns, lanes);
        var sum = SoftmaxKernels.RowSumExp<T, TMath>(logits, start, columns, max, lanes);
        for (var c = Group.IdxX; c < columns; c += Group.DimX)
            probabilities[start + c] = TMath.Exp(logits[start + c] - max) / sum;
        if (Group.IdxX == 0)
            losses[row] = Loss<T, TMath>(logits, start, columns, labels[row], max, sum);
    }

    /// <summary>
    /// The logits' gradient. Launch: auto-grouped, one item an element. <paramref name="dLosses"/> is [rows].
    /// </summary>
    public static void Backward<T, TMath>(
        Index1D index, ArrayView<T> probabilities, ArrayView<int> labels, ArrayView<T> dLosses, ArrayView<T> dLogits,
        int columns)
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var row = index.X / columns;
        var column = index.X - row * columns;
        var label = labels[row];
        var difference = probabilities[index] - (column == label ? T.One : T.Zero);
        var gradient = difference * dLosses[row];
        dLogits[index] = label >= 0 & label < columns ? gradient : TMath.Of(double.NaN);
    }

    private static T Loss<T, TMath>(ArrayView<T> logits, int start, int columns, int label, T max, T sum)
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        if (label < 0 | label >= columns)
            return TMath.Of(double.NaN);
        return TMath.Log(sum) - (logits[start + label] - max);
    }
}
