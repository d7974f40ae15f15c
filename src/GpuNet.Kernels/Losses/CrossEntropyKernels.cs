using System.Numerics;
using ILGPU;

namespace GpuNet.Kernels;

/// <summary>
/// Softmax cross-entropy of logits [rows, columns] and one class index a row:
/// loss[r] = log(sum over c of e^(x[r, c] - m)) - (x[r, label] - m) with the row's maximum m, and in the same pass, for
/// kernels with a gradient, dx[r, c] = (p[r, c] - [c = label]) * (upstream * factor) with the softmax p.
/// </summary>
/// <remarks>
/// Source: torch.nn.functional.cross_entropy. Launch: as <see cref="SoftmaxKernels"/>. The upstream gradient is one
/// number in device memory, the same for all rows; factor is 1 / rows for a mean. A label outside 0..columns-1 makes
/// its row's loss and gradient NaN, and is noted in <c>fault</c> (<see cref="IndexFault"/>). An exponential is computed once: it waits in the gradient for the row's sum,
/// or, in <see cref="HeldCrossEntropyKernels"/> for GPUs, in a register.
/// Numerics: the logarithm of a sum that is at least 1 and a difference of logits, so a large common offset of a row
/// costs nothing.
/// </remarks>
public static class CrossEntropyKernels
{
    /// <summary>Losses [rows], one item a row.</summary>
    public static void ItemLoss<T, TMath>(
        Index1D row, ArrayView<T> logits, ArrayView<int> labels, ArrayView<T> losses, int columns, ArrayView<int> fault)
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var start = row.X * columns;
        var max = SoftmaxKernels.RowMax<T, TMath>(logits, start, columns);
        var sum = ItemSumExp<T, TMath>(logits, start, columns, max);
        losses[row] = Loss<T, TMath>(logits, start, columns, labels[row], max, sum, fault);
    }

    /// <summary>Losses [rows] and the gradient [rows, columns] of the logits, one item a row.</summary>
    public static void ItemLossAndGradient<T, TMath>(
        Index1D row, ArrayView<T> logits, ArrayView<int> labels, ArrayView<T> losses, ArrayView<T> dLogits, int columns,
        ArrayView<T> upstream, T factor, ArrayView<int> fault)
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var start = row.X * columns;
        var label = labels[row];
        var max = SoftmaxKernels.RowMax<T, TMath>(logits, start, columns);
        var sum = SoftmaxKernels.Numerators<Softmax, T, TMath>(logits, dLogits, start, columns, max, default);
        var scale = Scale<T, TMath>(label, columns, upstream[0] * factor);
        var normalizer = T.One / sum;
        for (var c = 0; c < columns; c++)
            dLogits[start + c] = (dLogits[start + c] * normalizer - (c == label ? T.One : T.Zero)) * scale;
        losses[row] = Loss<T, TMath>(logits, start, columns, label, max, sum, fault);
    }

    /// <summary>Losses [rows], one group a row.</summary>
    public static void GroupLoss<T, TMath>(
        ArrayView<T> logits, ArrayView<int> labels, ArrayView<T> losses, int columns, ArrayView<int> fault)
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var lanes = SharedMemory.Allocate<T>(LaneTree.MaximumLanes);
        var row = Grid.IdxX;
        var start = row * columns;
        var max = SoftmaxKernels.RowMax<T, TMath>(logits, start, columns, lanes);
        var sum = GroupSumExp<T, TMath>(logits, start, columns, max, lanes);
        if (Group.IdxX == 0)
            losses[row] = Loss<T, TMath>(logits, start, columns, labels[row], max, sum, fault);
    }

    /// <summary>Losses [rows] and the gradient [rows, columns] of the logits, one group a row.</summary>
    public static void GroupLossAndGradient<T, TMath>(
        ArrayView<T> logits, ArrayView<int> labels, ArrayView<T> losses, ArrayView<T> dLogits, int columns,
        ArrayView<T> upstream, T factor, ArrayView<int> fault)
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var lanes = SharedMemory.Allocate<T>(LaneTree.MaximumLanes);
        var row = Grid.IdxX;
        var start = row * columns;
        var label = labels[row];
        var max = SoftmaxKernels.RowMax<T, TMath>(logits, start, columns, lanes);
        var sum = SoftmaxKernels.Numerators<Softmax, T, TMath>(logits, dLogits, start, columns, max, lanes, default);
        var scale = Scale<T, TMath>(label, columns, upstream[0] * factor);
        var normalizer = T.One / sum;
        // Shared out as the numerators: an item reads what it has written itself.
        for (var lane = Group.IdxX; lane < LaneTree.LanesOf(columns); lane += Group.DimX)
        {
            for (var c = LaneTree.First(lane, columns); c < LaneTree.End(lane, columns); c += LaneTree.Step)
                dLogits[start + c] = (dLogits[start + c] * normalizer - (c == label ? T.One : T.Zero)) * scale;
        }

        if (Group.IdxX == 0)
            losses[row] = Loss<T, TMath>(logits, start, columns, label, max, sum, fault);
    }

    private static T ItemSumExp<T, TMath>(ArrayView<T> logits, int start, int columns, T max)
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var sum = T.Zero;
        for (var c = 0; c < columns; c++)
            sum += TMath.Exp(logits[start + c] - max);
        return sum;
    }

    private static T GroupSumExp<T, TMath>(ArrayView<T> logits, int start, int columns, T max, ArrayView<T> lanes)
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        for (var lane = Group.IdxX; lane < LaneTree.LanesOf(columns); lane += Group.DimX)
        {
            var sum = T.Zero;
            for (var c = LaneTree.First(lane, columns); c < LaneTree.End(lane, columns); c += LaneTree.Step)
                sum += TMath.Exp(logits[start + c] - max);
            lanes[lane] = sum;
        }

        return LaneTree.Combine<Sum, T, TMath>(lanes, columns, default);
    }

    /// <summary>What a row's gradient is multiplied by: NaN if its label is no class.</summary>
    internal static T Scale<T, TMath>(int label, int columns, T scale)
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T> =>
        label >= 0 & label < columns ? scale : TMath.Of(double.NaN);

    /// <summary>A row's loss; a label that is no class is noted.</summary>
    internal static T Loss<T, TMath>(ArrayView<T> logits, int start, int columns, int label, T max, T sum,
        ArrayView<int> fault)
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var isClass = label >= 0 & label < columns;
        var ofLabel = T.Zero;
        if (isClass)
            ofLabel = logits[start + label];
        if (!isClass)
            IndexFault.Note(fault, label, columns);
        var loss = TMath.Log(sum) - (ofLabel - max);
        return isClass ? loss : TMath.Of(double.NaN);
    }
}
