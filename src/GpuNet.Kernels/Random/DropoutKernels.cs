using System.Numerics;
using ILGPU;

namespace GpuNet.Kernels;

/// <summary>
/// Inverted dropout: y[i] = x[i] * scale where u[i] >= p, else 0, with scale = 1 / (1 - p) (0 for p = 1). The backward
/// pass is the same map of dy: the mask is drawn again from the stream, not stored.
/// </summary>
/// <remarks>
/// The mask depends on the length of a row (<see cref="RandomLayout"/>): u of row r, column c comes from word r % 4 of block
/// r / 4 * columns + c. Source: Srivastava et al. 2014; torch.nn.Dropout. Launch: auto-grouped, extent <see
/// cref="RandomLayout.Items"/> of the length; an item handles four rows of a column. Input and output may be the same view.
/// The stream is read from device memory, so that a replayed step can advance it; between forward and backward it must not
/// change. Numerics: one product.
/// </remarks>
public static class DropoutKernels
{
    /// <summary>
    /// Dropout of a chain of ops, forward: y[i] = f(x[i]) * scale or 0. What the chain makes is not stored.
    /// </summary>
    /// <param name="block">The item.</param>
    /// <param name="x">The chain's input.</param>
    /// <param name="y">The output.</param>
    /// <param name="length">Elements of both.</param>
    /// <param name="columns">Elements of a row.</param>
    /// <param name="streams">The stream of the mask, as the first element.</param>
    /// <param name="rate">What share is dropped.</param>
    /// <param name="chain">The ops before.</param>
    public static void Map<TChain, T, TMath>(
        Index1D block, ArrayView<T> x, ArrayView<T> y, int length, int columns, ArrayView<RandomStream> streams,
        DropoutRate rate, TChain chain)
        where TChain : unmanaged, IOpChain<TChain>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var stream = streams[0];
        var words = stream.Words(block);
        var first = RandomLayout.FirstElement(block, columns);
        for (var k = 0; k < 4; k++)
        {
            if (k * columns < length - first)
            {
                var i = first + k * columns;
                y[i] = rate.Keep<T, TMath>(words.OfRow(k), chain.Forward<T, TMath>(x[i]));
            }
        }
    }

    /// <summary>
    /// The backward pass of <see cref="Map"/>: dx[i] from dy[i] * scale or 0, back through the chain, which is computed
    /// again as far as its derivatives read it.
    /// </summary>
    /// <param name="block">The item.</param>
    /// <param name="x">The chain's input.</param>
    /// <param name="dy">The gradient of what was dropped from.</param>
    /// <param name="dx">The gradient of x.</param>
    /// <param name="length">Elements of each.</param>
    /// <param name="columns">Elements of a row.</param>
    /// <param name="streams">The stream of the mask, as the first element.</param>
    /// <param name="rate">What share is dropped.</param>
    /// <param name="chain">The ops before.</param>
    public static void MapBackward<TChain, T, TMath>(
        Index1D block, ArrayView<T> x, ArrayView<T> dy, ArrayView<T> dx, int length, int columns,
        ArrayView<RandomStream> streams, DropoutRate rate, TChain chain)
        where TChain : unmanaged, IOpChain<TChain>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var stream = streams[0];
        var words = stream.Words(block);
        var first = RandomLayout.FirstElement(block, columns);
        for (var k = 0; k < 4; k++)
        {
            if (k * columns < length - first)
            {
                var i = first + k * columns;
                var gradient = rate.Keep<T, TMath>(words.OfRow(k), dy[i]);
                dx[i] = chain.Backward<T, TMath>(gradient, x[i], chain.Forward<T, TMath>(x[i]));
            }
        }
    }

    /// <summary>
    /// The backward pass of <see cref="ThenDropout{TFirst}"/> and an op before it: dx[i] from dy[i] * scale or 0, back
    /// through an op whose derivative reads no more than the sign of its output, which scaling does not change
    /// (<see cref="OpInfo.ReadsOutputSign"/>).
    /// </summary>
    /// <param name="block">The item.</param>
    /// <param name="y">What was stored: the op's output, scaled or 0.</param>
    /// <param name="dy">The gradient of y.</param>
    /// <param name="dx">The gradient of the op's input.</param>
    /// <param name="length">Elements of each.</param>
    /// <param name="columns">Elements of a row.</param>
    /// <param name="streams">The stream of the mask, as the first element.</param>
    /// <param name="rate">What share is dropped.</param>
    /// <param name="chain">The op.</param>
    public static void BackwardFromOutput<TChain, T, TMath>(
        Index1D block, ArrayView<T> y, ArrayView<T> dy, ArrayView<T> dx, int length, int columns,
        ArrayView<RandomStream> streams, DropoutRate rate, TChain chain)
        where TChain : unmanaged, IOpChain<TChain>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var stream = streams[0];
        var words = stream.Words(block);
        var first = RandomLayout.FirstElement(block, columns);
        for (var k = 0; k < 4; k++)
        {
            if (k * columns < length - first)
            {
                var i = first + k * columns;
                dx[i] = chain.Backward<T, TMath>(rate.Keep<T, TMath>(words.OfRow(k), dy[i]), T.Zero, y[i]);
            }
        }
    }
}
