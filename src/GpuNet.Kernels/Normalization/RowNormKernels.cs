using System.Numerics;
using ILGPU;

namespace GpuNet.Kernels;

/// <summary>
/// Layer, RMS and group normalization: z = weight * xhat + bias, where xhat is a row less its mean, over the root of its
/// variance; or over the root of its mean square; and y = f(z), with an activation f. Backward, with dz = dy f'(z),
/// g = weight * dz and means over the row:
/// dx = (g - mean(g) - xhat mean(g xhat)) / sqrt(variance + epsilon) (without mean(g) where the mean was not taken off);
/// dWeight = sum over the batch of dz xhat, dBias = that of dz.
/// </summary>
/// <remarks>
/// Sources: Ba et al. 2016, Zhang and Sennrich 2019, Wu and He 2018; torch.nn.LayerNorm, RMSNorm, GroupNorm. The group
/// kernels are for rows above <see cref="LongestItemRow"/> elements: a group walks over a row three times forward and
/// twice backward, which memory sees once. The item kernels are for shorter ones. Backward, each group or item has a block of the batch
/// and leaves the block's sums of the parameters' gradients in memory, [blocks, entry]; they are added up afterwards.
/// Numerics: see <see cref="NormStatistics{T}"/>; sums are trees of a shape that follows from the row's length alone.
/// </remarks>
public static class RowNormKernels
{
    /// <summary>Rows up to this length use the item kernels.</summary>
    public const int LongestItemRow = 64;

    /// <summary>y and, for the backward pass, each row's statistics [3, rows]. Launch: rows groups of any size.</summary>
    public static void GroupForward<TForm, TAffine, TActivation, T, TMath>(
        ArrayView<T> x, ArrayView<T> weight, ArrayView<T> bias, ArrayView<T> y, ArrayView<T> statistics,
        RowNormShape shape, T count, T epsilon, RowNormFinish<TAffine, TActivation> finish)
        where TForm : unmanaged, IRowNormForm<TForm>
        where TAffine : unmanaged, IRowNormAffine<TAffine>
        where TActivation : unmanaged, IUnaryOp<TActivation>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var lanes = SharedMemory.Allocate<T>(LaneTree.MaximumLanes);
        var squareLanes = SharedMemory.Allocate<T>(LaneTree.MaximumLanes);
        var form = default(TForm);
        var (row, length) = (Grid.IdxX, shape.Length);
        var start = row * length;
        for (var lane = Group.IdxX; lane < LaneTree.LanesOf(length); lane += Group.DimX)
        {
            var sum = T.Zero;
            for (var c = LaneTree.First(lane, length); c < LaneTree.End(lane, length); c += LaneTree.Step)
                sum += x[start + c];
            lanes[lane] = sum;
        }

        var center = form.Center(LaneTree.Combine<Sum, T, TMath>(lanes, length, default), count);
        for (var lane = Group.IdxX; lane < LaneTree.LanesOf(length); lane += Group.DimX)
        {
            var (distances, squares) = (T.Zero, T.Zero);
            for (var c = LaneTree.First(lane, length); c < LaneTree.End(lane, length); c += LaneTree.Step)
            {
                var distance = x[start + c] - center;
                distances += distance;
                squares = TMath.Fma(distance, distance, squares);
            }

            lanes[lane] = distances;
            squareLanes[lane] = squares;
        }

        var own = NormStatistics<T>.Of<TForm, TMath>(
            center, LaneTree.Combine<Sum, T, TMath>(lanes, length, default),
            LaneTree.Combine<Sum, T, TMath>(squareLanes, length, default), count, epsilon, form);
        if (Group.IdxX == 0)
            own.Write(statistics, row, shape.Rows);
        var first = shape.At(row % shape.Groups, 0);
        for (var lane = Group.IdxX; lane < LaneTree.LanesOf(length); lane += Group.DimX)
        {
            for (var c = LaneTree.First(lane, length); c < LaneTree.End(lane, length); c += LaneTree.Step)
                y[start + c] = finish.Value<T, TMath>(own.Normalize(x[start + c]), weight, bias, first + c);
        }
    }

    /// <summary>
    /// dx, and each block's sums of dz xhat and of dz, [blocks, entry] (not written where there are no such parameters).
    /// Launch: blocks * groups groups of any size.
    /// </summary>
    public static void GroupBackward<TForm, TAffine, TActivation, T, TMath>(
        ArrayView<T> x, ArrayView<T> dy, ArrayView<T> weight, ArrayView<T> bias, ArrayView<T> statistics,
        ArrayView<T> dx, ArrayView<T> weightSums, ArrayView<T> biasSums, RowNormShape shape, T count,
        RowNormFinish<TAffine, TActivation> finish)
        where TForm : unmanaged, IRowNormForm<TForm>
        where TAffine : unmanaged, IRowNormAffine<TAffine>
        where TActivation : unmanaged, IUnaryOp<TActivation>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var lanes = SharedMemory.Allocate<T>(LaneTree.MaximumLanes);
        var productLanes = SharedMemory.Allocate<T>(LaneTree.MaximumLanes);
        var form = default(TForm);
        var length = shape.Length;
        var block = Grid.IdxX / shape.Groups;
        var group = Grid.IdxX - block * shape.Groups;
        var entryStart = shape.At(group, 0);
        var sumsStart = Grid.IdxX * length;
        for (var entry = block * shape.Block; entry < shape.EndOf(block); entry++)
        {
            var row = entry * shape.Groups + group;
            var start = row * length;
            var own = NormStatistics<T>.Read(statistics, row, shape.Rows);
            for (var lane = Group.IdxX; lane < LaneTree.LanesOf(length); lane += Group.DimX)
            {
                var (terms, products) = (T.Zero, T.Zero);
                for (var c = LaneTree.First(lane, length); c < LaneTree.End(lane, length); c += LaneTree.Step)
                {
                    var xhat = own.Normalize(x[start + c]);
                    var gradient = finish.Gradient<T, TMath>(dy[start + c], xhat, weight, bias, entryStart + c);
                    var term = gradient * finish.Affine.Scale(weight, entryStart + c);
                    terms += term;
                    products = TMath.Fma(term, xhat, products);
                }

                lanes[lane] = terms;
                productLanes[lane] = products;
            }

            var meanOfTerms = form.MeanShare(LaneTree.Combine<Sum, T, TMath>(lanes, length, default) / count);
            var meanOfProducts = LaneTree.Combine<Sum, T, TMath>(productLanes, length, default) / count;
            for (var lane = Group.IdxX; lane < LaneTree.LanesOf(length); lane += Group.DimX)
            {
                for (var c = LaneTree.First(lane, length); c < LaneTree.End(lane, length); c += LaneTree.Step)
                {
                    var xhat = own.Normalize(x[start + c]);
                    var gradient = finish.Gradient<T, TMath>(dy[start + c], xhat, weight, bias, entryStart + c);
                    var term = gradient * finish.Affine.Scale(weight, entryStart + c);
                    dx[start + c] = own.Gradient<TMath>(term, xhat, meanOfTerms, meanOfProducts);
                    if (TAffine.Parameters > 0)
                        AddTo<TAffine, T, TMath>(weightSums, biasSums, sumsStart + c, gradient, xhat, entry == block * shape.Block);
                }
            }
        }
    }

    /// <summary><see cref="GroupForward"/> for short rows. Launch: auto-grouped, one item a row.</summary>
    public static void ItemForward<TForm, TAffine, TActivation, T, TMath>(
        Index1D row, ArrayView<T> x, ArrayView<T> weight, ArrayView<T> bias, ArrayView<T> y, ArrayView<T> statistics,
        RowNormShape shape, T count, T epsilon, RowNormFinish<TAffine, TActivation> finish)
        where TForm : unmanaged, IRowNormForm<TForm>
        where TAffine : unmanaged, IRowNormAffine<TAffine>
        where TActivation : unmanaged, IUnaryOp<TActivation>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var form = default(TForm);
        var start = row.X * shape.Length;
        var sum = T.Zero;
        for (var c = 0; c < shape.Length; c++)
            sum += x[start + c];
        var center = form.Center(sum, count);
        var (distances, squares) = (T.Zero, T.Zero);
        for (var c = 0; c < shape.Length; c++)
        {
            var distance = x[start + c] - center;
            distances += distance;
            squares = TMath.Fma(distance, distance, squares);
        }

        var own = NormStatistics<T>.Of<TForm, TMath>(center, distances, squares, count, epsilon, form);
        own.Write(statistics, row, shape.Rows);
        var first = shape.At(row.X % shape.Groups, 0);
        for (var c = 0; c < shape.Length; c++)
            y[start + c] = finish.Value<T, TMath>(own.Normalize(x[start + c]), weight, bias, first + c);
    }

    /// <summary><see cref="GroupBackward"/> for short rows. Launch: auto-grouped, extent blocks * groups.</summary>
    public static void ItemBackward<TForm, TAffine, TActivation, T, TMath>(
        Index1D index, ArrayView<T> x, ArrayView<T> dy, ArrayView<T> weight, ArrayView<T> bias, ArrayView<T> statistics,
        ArrayView<T> dx, ArrayView<T> weightSums, ArrayView<T> biasSums, RowNormShape shape, T count,
        RowNormFinish<TAffine, TActivation> finish)
        where TForm : unmanaged, IRowNormForm<TForm>
        where TAffine : unmanaged, IRowNormAffine<TAffine>
        where TActivation : unmanaged, IUnaryOp<TActivation>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var form = default(TForm);
        var block = index.X / shape.Groups;
        var group = index.X - block * shape.Groups;
        var entryStart = shape.At(group, 0);
        var sumsStart = index.X * shape.Length;
        for (var entry = block * shape.Block; entry < shape.EndOf(block); entry++)
        {
            var row = entry * shape.Groups + group;
            var start = row * shape.Length;
            var own = NormStatistics<T>.Read(statistics, row, shape.Rows);
            var (terms, products) = (T.Zero, T.Zero);
            for (var c = 0; c < shape.Length; c++)
            {
                var xhat = own.Normalize(x[start + c]);
                var gradient = finish.Gradient<T, TMath>(dy[start + c], xhat, weight, bias, entryStart + c);
                var term = gradient * finish.Affine.Scale(weight, entryStart + c);
                terms += term;
                products = TMath.Fma(term, xhat, products);
            }

            var meanOfTerms = form.MeanShare(terms / count);
            var meanOfProducts = products / count;
            for (var c = 0; c < shape.Length; c++)
            {
                var xhat = own.Normalize(x[start + c]);
                var gradient = finish.Gradient<T, TMath>(dy[start + c], xhat, weight, bias, entryStart + c);
                var term = gradient * finish.Affine.Scale(weight, entryStart + c);
                dx[start + c] = own.Gradient<TMath>(term, xhat, meanOfTerms, meanOfProducts);
                if (TAffine.Parameters > 0)
                    AddTo<TAffine, T, TMath>(weightSums, biasSums, sumsStart + c, gradient, xhat, entry == block * shape.Block);
            }
        }
    }

    private static void AddTo<TAffine, T, TMath>(
        ArrayView<T> weightSums, ArrayView<T> biasSums, int at, T gradient, T xhat, bool isFirst)
        where TAffine : unmanaged, IRowNormAffine<TAffine>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        weightSums[at] = TMath.Fma(gradient, xhat, isFirst ? T.Zero : weightSums[at]);
        if (TAffine.Parameters > 1)
            biasSums[at] = gradient + (isFirst ? T.Zero : biasSums[at]);
    }
}
