using ILGPU;

namespace GpuNet.Kernels;

/// <summary>How the gradient of what a linear layer stores becomes the gradient of its sums.</summary>
public interface ILayerGradient
{
    /// <summary>The random words of a block of four rows of a column (<see cref="RandomLayout.Block"/>), if it reads any.</summary>
    /// <param name="streams">The stream of the mask, as the first element.</param>
    /// <param name="block">Which block.</param>
    RandomWords Draw(ArrayView<RandomStream> streams, int block);

    /// <summary>The gradient of a sum.</summary>
    /// <param name="dy">The gradient of what was stored.</param>
    /// <param name="y">What was stored.</param>
    /// <param name="word">The element's random word, if it reads any.</param>
    float Back<TMath>(float dy, float y, uint word) where TMath : IScalarMath<float>;
}

/// <summary>Back through an activation whose derivative can be told from its output, or is constant.</summary>
/// <typeparam name="TOp">The activation.</typeparam>
/// <param name="Op">The activation.</param>
public readonly record struct ThroughActivation<TOp>(TOp Op) : ILayerGradient where TOp : unmanaged, IUnaryOp<TOp>
{
    /// <inheritdoc/>
    public RandomWords Draw(ArrayView<RandomStream> streams, int block) => default;

    /// <inheritdoc/>
    public float Back<TMath>(float dy, float y, uint word) where TMath : IScalarMath<float> =>
        new Single<TOp>(Op).Backward<float, TMath>(dy, 0, y);
}

/// <summary>
/// Back through dropout and an activation before it whose derivative reads no more than the sign of its output, which scaling does not
/// change (<see cref="OpInfo.ReadsOutputSign"/>).
/// </summary>
/// <typeparam name="TOp">The activation.</typeparam>
/// <param name="Op">The activation.</param>
/// <param name="Rate">What share is dropped.</param>
public readonly record struct ThroughDropout<TOp>(TOp Op, DropoutRate Rate) : ILayerGradient where TOp : unmanaged, IUnaryOp<TOp>
{
    /// <inheritdoc/>
    public RandomWords Draw(ArrayView<RandomStream> streams, int block)
    {
        var stream = streams[0];
        return stream.Words(block);
    }

    /// <inheritdoc/>
    public float Back<TMath>(float dy, float y, uint word) where TMath : IScalarMath<float> =>
        new Single<TOp>(Op).Backward<float, TMath>(Rate.Keep<float, TMath>(word, dy), 0, y);
}

/// <summary>
/// What comes back to a linear layer, in one pass over it: the gradient of the sums, in the format in which both products read it, and
/// the sums of its columns over chunks of rows, which are the first step of the bias' gradient.
/// </summary>
/// <remarks>
/// Launch: auto-grouped, an item for each chunk of <see cref="ReductionPlan.ItemChunk"/> rows of a column; neighbours have neighbouring
/// columns. Four rows are read before the first is stored, so that their loads are under way together. Numerics: the column sums are those
/// of <see cref="ReductionKernels.ItemChunks{TMap,TReduction,T,TMath}"/>, of gradients that are not rounded yet.
/// </remarks>
public static class LayerGradientKernels
{
    /// <summary>The pass.</summary>
    /// <param name="index">The item.</param>
    /// <param name="y">What the layer has stored, [rows, columns].</param>
    /// <param name="dy">Its gradient.</param>
    /// <param name="dSums">The gradient of the layer's sums.</param>
    /// <param name="chunkSums">The sums of chunks, [chunks, columns].</param>
    /// <param name="rows">Rows of y.</param>
    /// <param name="columns">Columns of y.</param>
    /// <param name="streams">The stream of dropout's mask as the first element; any where there is none.</param>
    /// <param name="gradient">What the layer does with its sums.</param>
    public static void Back<TGradient, TOutput, TOutputStorage, TStored, TStorage, TMath>(
        Index1D index, ArrayView<TOutput> y, ArrayView<float> dy, ArrayView<TStored> dSums, ArrayView<float> chunkSums, int rows, int columns,
        ArrayView<RandomStream> streams, TGradient gradient)
        where TGradient : unmanaged, ILayerGradient
        where TOutput : unmanaged
        where TOutputStorage : unmanaged, IStorage<TOutput, float>
        where TStored : unmanaged
        where TStorage : unmanaged, IStorage<TStored, float>
        where TMath : unmanaged, IScalarMath<float>
    {
        var chunk = index.X / columns;
        var column = index.X - chunk * columns;
        var end = IntrinsicMath.Min((chunk + 1) * ReductionPlan.ItemChunk, rows);
        var row = chunk * ReductionPlan.ItemChunk;
        var total = 0f;
        for (; row + 3 < end; row += 4)
        {
            var words = gradient.Draw(streams, RandomLayout.Block(row, column, columns));
            var (i0, i1) = (row * columns + column, (row + 1) * columns + column);
            var (i2, i3) = (i1 + columns, i1 + 2 * columns);
            var (y0, y1, y2, y3) = (y[i0], y[i1], y[i2], y[i3]);
            var (dy0, dy1, dy2, dy3) = (dy[i0], dy[i1], dy[i2], dy[i3]);
            var d0 = gradient.Back<TMath>(dy0, TOutputStorage.Load(y0), words.X);
            var d1 = gradient.Back<TMath>(dy1, TOutputStorage.Load(y1), words.Y);
            var d2 = gradient.Back<TMath>(dy2, TOutputStorage.Load(y2), words.Z);
            var d3 = gradient.Back<TMath>(dy3, TOutputStorage.Load(y3), words.W);
            dSums[i0] = TStorage.Store(d0);
            dSums[i1] = TStorage.Store(d1);
            dSums[i2] = TStorage.Store(d2);
            dSums[i3] = TStorage.Store(d3);
            total = total + d0 + d1 + d2 + d3;
        }

        for (; row < end; row++)
        {
            var words = gradient.Draw(streams, RandomLayout.Block(row, column, columns));
            var i = row * columns + column;
            var d = gradient.Back<TMath>(dy[i], TOutputStorage.Load(y[i]), words.OfRow(row));
            dSums[i] = TStorage.Store(d);
            total += d;
        }

        chunkSums[index] = total;
    }
}
