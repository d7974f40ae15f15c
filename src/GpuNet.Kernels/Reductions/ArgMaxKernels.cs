using System.Numerics;
using ILGPU;

namespace GpuNet.Kernels;

/// <summary>Where the largest number along the middle dimension of [outer, axis, inner] lies.</summary>
public static class ArgMaxKernels
{
    /// <summary>
    /// y[o, j] = the smallest k with x[o, k, j] = max over k; a NaN counts as the largest, as in torch.argmax. Launch:
    /// auto-grouped, extent outer * inner; <paramref name="axis"/> is at least 1. Numerics: comparisons only.
    /// </summary>
    public static void Axis<T, TMath>(Index1D index, ArrayView<T> x, ArrayView<int> y, int axis, int inner)
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var outer = index.X / inner;
        var first = outer * axis * inner + (index.X - outer * inner);
        var best = x[first];
        var bestIndex = 0;
        for (var k = 1; k < axis; k++)
        {
            var value = x[first + k * inner];
            if (!TMath.IsNaN(best) & (value > best | TMath.IsNaN(value)))
            {
                best = value;
                bestIndex = k;
            }
        }

        y[index] = bestIndex;
    }

    /// <summary>
    /// dx[o, k, j] = dy[o, j] where k = indices[o, j], else 0: the backward pass of a maximum. Launch: auto-grouped,
    /// one item an element of dx.
    /// </summary>
    public static void Scatter<T>(
        Index1D index, ArrayView<int> indices, ArrayView<T> dy, ArrayView<T> dx, int axis, int inner)
        where T : unmanaged, INumber<T>
    {
        var slice = index.X / inner;
        var outer = slice / axis;
        var result = outer * inner + (index.X - slice * inner);
        dx[index] = slice - outer * axis == indices[result] ? dy[result] : T.Zero;
    }
}
