using System.Numerics;
using ILGPU;

namespace GpuNet.Kernels;

/// <summary>
/// <see cref="CrossEntropyKernels.GroupLossAndGradient"/> for rows that a group's items can hold in registers: logits are read once
/// and the gradient is written once, where the other reads logits twice, and writes and reads the gradient's place in between.
/// The same bits.
/// </summary>
/// <remarks>Launch: as <see cref="HeldSoftmaxKernels"/>.</remarks>
public static class HeldCrossEntropyKernels
{
    /// <summary>Losses [rows] and the gradient [rows, columns] of the logits.</summary>
    public static void LossAndGradient<T, TMath>(
        ArrayView<T> logits, ArrayView<int> labels, ArrayView<T> losses, ArrayView<T> dLogits, int columns,
        ArrayView<T> upstream, T factor, ArrayView<int> fault)
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var lanes = SharedMemory.Allocate<T>(LaneTree.MaximumLanes);
        var held = new T[HeldSoftmaxKernels.Held];
        var row = Grid.IdxX;
        var start = row * columns;
        var label = labels[row];
        var first = start + LaneTree.First(Group.IdxX, columns);
        var end = start + LaneTree.End(Group.IdxX, columns);
        var max = HeldSoftmaxKernels.Read<T, TMath>(logits, held, first, end, columns, lanes);
        var sum = HeldSoftmaxKernels.Numerators<Softmax, T, TMath>(held, first, end, max, columns, lanes, default);
        if (Group.IdxX == 0)
            losses[row] = CrossEntropyKernels.Loss<T, TMath>(logits, start, columns, label, max, sum, fault);
        var scale = CrossEntropyKernels.Scale<T, TMath>(label, columns, upstream[0] * factor);
        var normalizer = T.One / sum;
        for (var i = 0; i < HeldSoftmaxKernels.Held; i++)
        {
            var at = first + i * LaneTree.Step;
            if (at < end)
                dLogits[at] = (held[i] * normalizer - (at - start == label ? T.One : T.Zero)) * scale;
        }
    }
}
