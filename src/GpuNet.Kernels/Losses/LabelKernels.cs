using System.Numerics;
using ILGPU;

namespace GpuNet.Kernels;

/// <summary>
/// Class labels as weighted distributions, so that a loss of labels is a product with log-probabilities.
/// </summary>
public static class LabelKernels
{
    /// <summary>
    /// y[r, c] = weights[c] ((1 - smoothing) [c = labels[r]] + smoothing / classes). A row whose label is
    /// <paramref name="ignored"/> is 0 if <paramref name="ignores"/> is not; a row with any other label outside 0..classes-1 is
    /// NaN, and the label noted in <paramref name="fault"/>. Launch: auto-grouped, one item an element of y. Source: torch.nn.CrossEntropyLoss.
    /// </summary>
    public static void Distribute<T, TMath>(
        Index1D index, ArrayView<int> labels, ArrayView<T> weights, ArrayView<T> y, int classes, T smoothing,
        int ignored, int ignores, ArrayView<int> fault)
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var row = index.X / classes;
        var column = index.X - row * classes;
        var label = labels[row];
        var hit = column == label ? T.One - smoothing : T.Zero;
        var share = weights[column] * (hit + smoothing / TMath.Of((float)classes));
        if (ignores != 0 & label == ignored)
        {
            y[index] = T.Zero;
        }
        else if (label < 0 | label >= classes)
        {
            y[index] = TMath.Of(double.NaN);
            IndexFault.Note(fault, label, classes);
        }
        else
        {
            y[index] = share;
        }
    }
}
