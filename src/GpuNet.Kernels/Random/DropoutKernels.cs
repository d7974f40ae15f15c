using System.Numerics;
using ILGPU;

namespace GpuNet.Kernels;

/// <summary>
/// Inverted dropout: y[i] = x[i] * scale where u[i] >= p, else 0, with scale = 1 / (1 - p) (0 for p = 1). The backward
/// pass is the same map of dy: the mask is drawn again from the stream, not stored.
/// </summary>
/// <remarks>
/// Source: Srivastava et al. 2014; torch.nn.Dropout. Launch: auto-grouped, extent <see cref="RandomLayout.Items"/> of
/// the length; an item handles four elements. Input and output may be the same view. The stream is read from device
/// memory, so that a replayed step can advance it; between forward and backward it must not change. Numerics: one
/// product.
/// </remarks>
public static class DropoutKernels
{
    /// <summary>Forward with x and y, backward with dy and dx.</summary>
    /// <param name="block">The item.</param>
    /// <param name="x">The input.</param>
    /// <param name="y">The output.</param>
    /// <param name="length">Elements of both.</param>
    /// <param name="streams">The stream of the mask, as the first element.</param>
    /// <param name="probability">The probability p to drop an element.</param>
    /// <param name="scale">1 / (1 - p).</param>
    public static void Apply<T>(
        Index1D block, ArrayView<T> x, ArrayView<T> y, int length, ArrayView<RandomStream> streams, float probability,
        T scale)
        where T : unmanaged, INumber<T>
    {
        var stream = streams[0];
        var words = stream.Words(block);
        var i = RandomLayout.FirstElement(block);
        Element(x, y, i, length, words.X, probability, scale);
        Element(x, y, i + RandomLayout.Stride, length, words.Y, probability, scale);
        Element(x, y, i + 2 * RandomLayout.Stride, length, words.Z, probability, scale);
        Element(x, y, i + 3 * RandomLayout.Stride, length, words.W, probability, scale);
    }

    /// <summary>
    /// Dropout of a chain of ops, forward: y[i] = f(x[i]) * scale or 0. What the chain makes is not stored.
    /// </summary>
    /// <param name="block">The item.</param>
    /// <param name="x">The chain's input.</param>
    /// <param name="y">The output.</param>
    /// <param name="length">Elements of both.</param>
    /// <param name="streams">The stream of the mask, as the first element.</param>
    /// <param name="probability">The probability p to drop an element.</param>
    /// <param name="scale">1 / (1 - p).</param>
    /// <param name="chain">The ops before.</param>
    public static void Map<TChain, T, TMath>(
        Index1D block, ArrayView<T> x, ArrayView<T> y, int length, ArrayView<RandomStream> streams, float probability,
        T scale, TChain chain)
        where TChain : unmanaged, IOpChain<TChain>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var stream = streams[0];
        var words = stream.Words(block);
        var first = RandomLayout.FirstElement(block);
        for (var k = 0; k < 4; k++)
        {
            var i = first + k * RandomLayout.Stride;
            if (i < length)
                y[i] = Kept(Word(words, k), chain.Forward<T, TMath>(x[i]), probability, scale);
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
    /// <param name="streams">The stream of the mask, as the first element.</param>
    /// <param name="probability">The probability p to drop an element.</param>
    /// <param name="scale">1 / (1 - p).</param>
    /// <param name="chain">The ops before.</param>
    public static void MapBackward<TChain, T, TMath>(
        Index1D block, ArrayView<T> x, ArrayView<T> dy, ArrayView<T> dx, int length, ArrayView<RandomStream> streams,
        float probability, T scale, TChain chain)
        where TChain : unmanaged, IOpChain<TChain>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var stream = streams[0];
        var words = stream.Words(block);
        var first = RandomLayout.FirstElement(block);
        for (var k = 0; k < 4; k++)
        {
            var i = first + k * RandomLayout.Stride;
            if (i < length)
            {
                var gradient = Kept(Word(words, k), dy[i], probability, scale);
                dx[i] = chain.Backward<T, TMath>(gradient, x[i], chain.Forward<T, TMath>(x[i]));
            }
        }
    }

    private static uint Word(RandomWords words, int k) =>
        k == 0 ? words.X : k == 1 ? words.Y : k == 2 ? words.Z : words.W;

    private static T Kept<T>(uint word, T value, float probability, T scale) where T : unmanaged, INumber<T> =>
        Distributions.Uniform(word) < probability ? T.Zero : value * scale;

    private static void Element<T>(
        ArrayView<T> x, ArrayView<T> y, int index, int length, uint word, float probability, T scale)
        where T : unmanaged, INumber<T>
    {
        if (index < length)
            y[index] = Kept(word, x[index], probability, scale);
    }
}
