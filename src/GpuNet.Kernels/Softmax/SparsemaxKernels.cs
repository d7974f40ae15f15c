using System.Numerics;
using ILGPU;

namespace GpuNet.Kernels;

/// <summary>
/// Sparsemax over the last dimension of [rows, columns]: the point of the probability simplex nearest to the row, which
/// has zeros where softmax has small numbers. y = max(x - tau, 0) with the tau that makes the row's sum 1; backwards
/// dx = dy - (mean of dy where y > 0) where y > 0, else 0.
/// </summary>
/// <remarks>
/// Source: Martins and Astudillo 2016; tau by Michelot's iteration (1986), which drops elements until none is left to
/// drop: as many passes over the row as it takes, usually a few. Launch: auto-grouped, one item a row. Numerics: the
/// row's maximum is subtracted first; sums in the order of columns. A row with a NaN or an infinite maximum is NaN.
/// </remarks>
public static class SparsemaxKernels
{
    /// <summary>y = sparsemax of x.</summary>
    public static void Forward<T, TMath>(Index1D row, ArrayView<T> x, ArrayView<T> y, int columns)
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var start = row.X * columns;
        var max = TMath.Of(double.NegativeInfinity);
        for (var c = 0; c < columns; c++)
            max = TMath.Max(max, x[start + c]);

        // Nothing more than 1 below the maximum can be in the support.
        var tau = -T.One;
        var (support, before) = (columns, columns + 1);
        while (support < before)
        {
            before = support;
            support = 0;
            var (sum, count) = (T.Zero, T.Zero);
            for (var c = 0; c < columns; c++)
            {
                var shifted = x[start + c] - max;
                var isIn = shifted > tau;
                sum += isIn ? shifted : T.Zero;
                count += isIn ? T.One : T.Zero;
                support += isIn ? 1 : 0;
            }

            tau = (sum - T.One) / count;
        }

        for (var c = 0; c < columns; c++)
            y[start + c] = TMath.Max(x[start + c] - max - tau, T.Zero);
    }

    /// <summary>dx from y and dy.</summary>
    public static void Backward<T, TMath>(Index1D row, ArrayView<T> y, ArrayView<T> dy, ArrayView<T> dx, int columns)
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var start = row.X * columns;
        var (sum, count) = (T.Zero, T.Zero);
        for (var c = 0; c < columns; c++)
        {
            var isIn = y[start + c] > T.Zero;
            sum += isIn ? dy[start + c] : T.Zero;
            count += isIn ? T.One : T.Zero;
        }

        var mean = sum / count;
        for (var c = 0; c < columns; c++)
            dx[start + c] = y[start + c] > T.Zero ? dy[start + c] - mean : T.Zero;
    }
}
