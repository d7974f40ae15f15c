using System.Numerics;
using ILGPU;

namespace GpuNet.Kernels;

/// <summary>
/// The group kernels of <see cref="RowNormKernels"/> with one item in the place of a group, for devices where vectors are
/// made within an item (OpenCL on CPUs). The same bits: sums are the trees of <see cref="LaneTree"/>.
/// </summary>
/// <remarks>Launch: explicitly grouped, as many groups as there, of one item.</remarks>
public static class RowNormByItemKernels
{
    /// <summary>y and, for the backward pass, each row's statistics [3, rows].</summary>
    public static void Forward<TForm, TAffine, TActivation, T, TMath>(
        ArrayView<T> x, ArrayView<T> weight, ArrayView<T> bias, ArrayView<T> y, ArrayView<T> statistics,
        RowNormShape shape, T count, T epsilon, RowNormFinish<TAffine, TActivation> finish)
        where TForm : unmanaged, IRowNormForm<TForm>
        where TAffine : unmanaged, IRowNormAffine<TAffine>
        where TActivation : unmanaged, IUnaryOp<TActivation>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var form = default(TForm);
        var lanes = LocalMemory.Allocate<T>(LaneTree.MaximumLanes);
        var (row, length) = (Grid.IdxX, shape.Length);
        (x, y) = (x.SubView(row * length, length), y.SubView(row * length, length));
        var sum = RowLanes.Reduce<Distance<T>, Sum, T, TMath>(
            new Distance<T> { X = x, Center = T.Zero }, length, lanes, default);
        var center = form.Center(sum, count);
        var distances = RowLanes.Reduce<Distance<T>, Sum, T, TMath>(
            new Distance<T> { X = x, Center = center }, length, lanes, default);
        var squares = RowLanes.Reduce<SquaredDistance<T>, Sum, T, TMath>(
            new SquaredDistance<T> { X = x, Center = center }, length, lanes, default);
        var own = NormStatistics<T>.Of<TForm, TMath>(center, distances, squares, count, epsilon, form);
        own.Write(statistics, row, shape.Rows);
        var first = shape.At(row % shape.Groups, 0);
        for (var c = 0; c < length; c++)
            y[c] = finish.Value<T, TMath>(own.Normalize(x[c]), weight, bias, first + c);
    }

    /// <summary>
    /// dx, and each block's sums of dz xhat and of dz, [blocks, entry] (not written where there are no such parameters).
    /// </summary>
    public static void Backward<TForm, TAffine, TActivation, T, TMath>(
        ArrayView<T> x, ArrayView<T> dy, ArrayView<T> weight, ArrayView<T> bias, ArrayView<T> statistics,
        ArrayView<T> dx, ArrayView<T> weightSums, ArrayView<T> biasSums, RowNormShape shape, T count,
        RowNormFinish<TAffine, TActivation> finish)
        where TForm : unmanaged, IRowNormForm<TForm>
        where TAffine : unmanaged, IRowNormAffine<TAffine>
        where TActivation : unmanaged, IUnaryOp<TActivation>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var form = default(TForm);
        var lanes = LocalMemory.Allocate<T>(LaneTree.MaximumLanes);
        var length = shape.Length;
        var block = Grid.IdxX / shape.Groups;
        var group = Grid.IdxX - block * shape.Groups;
        var entryStart = shape.At(group, 0);
        var sumsStart = Grid.IdxX * length;
        for (var entry = block * shape.Block; entry < shape.EndOf(block); entry++)
        {
            var row = entry * shape.Groups + group;
            var term = new Term<TAffine, TActivation, T>
            {
                X = x.SubView(row * length, length),
                Dy = dy.SubView(row * length, length),
                Weight = weight,
                Bias = bias,
                First = entryStart,
                Own = NormStatistics<T>.Read(statistics, row, shape.Rows),
                Finish = finish,
            };
            var terms = RowLanes.Reduce<Term<TAffine, TActivation, T>, Sum, T, TMath>(term, length, lanes, default);
            var products = RowLanes.Reduce<Product<TAffine, TActivation, T>, Sum, T, TMath>(
                new Product<TAffine, TActivation, T> { Term = term }, length, lanes, default);
            var meanOfTerms = form.MeanShare(terms / count);
            var meanOfProducts = products / count;
            var target = dx.SubView(row * length, length);
            for (var c = 0; c < length; c++)
                target[c] = term.Own.Gradient<TMath>(term.At<TMath>(c), term.Normalized(c), meanOfTerms, meanOfProducts);
            // Loops of their own, one for each output: then compilers see what may overlap.
            var isFirst = entry == block * shape.Block;
            if (TAffine.Parameters > 0)
            {
                for (var c = 0; isFirst & c < length; c++)
                    weightSums[sumsStart + c] = T.Zero;
                for (var c = 0; c < length; c++)
                    weightSums[sumsStart + c] = TMath.Fma(
                        term.Gradient<TMath>(c), term.Normalized(c), weightSums[sumsStart + c]);
            }

            if (TAffine.Parameters > 1)
            {
                for (var c = 0; isFirst & c < length; c++)
                    biasSums[sumsStart + c] = T.Zero;
                for (var c = 0; c < length; c++)
                    biasSums[sumsStart + c] = term.Gradient<TMath>(c) + biasSums[sumsStart + c];
            }
        }
    }

    private struct Distance<T> : IRowTerm<T> where T : unmanaged, INumber<T>
    {
        internal ArrayView<T> X;
        internal T Center;

        public readonly T AddTo<TMonoid, TMath>(T total, int place, TMonoid monoid)
            where TMonoid : unmanaged, IMonoid
            where TMath : unmanaged, IScalarMath<T> =>
            monoid.Combine<T, TMath>(total, X[place] - Center);
    }

    private struct SquaredDistance<T> : IRowTerm<T> where T : unmanaged, INumber<T>
    {
        internal ArrayView<T> X;
        internal T Center;

        public readonly T AddTo<TMonoid, TMath>(T total, int place, TMonoid monoid)
            where TMonoid : unmanaged, IMonoid
            where TMath : unmanaged, IScalarMath<T> =>
            TMath.Fma(X[place] - Center, X[place] - Center, total);
    }

    /// <summary>dz times its factor.</summary>
    private struct Term<TAffine, TActivation, T> : IRowTerm<T>
        where TAffine : unmanaged, IRowNormAffine<TAffine>
        where TActivation : unmanaged, IUnaryOp<TActivation>
        where T : unmanaged, INumber<T>
    {
        internal ArrayView<T> X, Dy, Weight, Bias;
        internal int First;
        internal NormStatistics<T> Own;
        internal RowNormFinish<TAffine, TActivation> Finish;

        internal readonly T At<TMath>(int place) where TMath : unmanaged, IScalarMath<T> =>
            Gradient<TMath>(place) * Finish.Affine.Scale(Weight, First + place);

        /// <summary>dz.</summary>
        internal readonly T Gradient<TMath>(int place) where TMath : unmanaged, IScalarMath<T> =>
            Finish.Gradient<T, TMath>(Dy[place], Normalized(place), Weight, Bias, First + place);

        internal readonly T Normalized(int place) => Own.Normalize(X[place]);

        public readonly T AddTo<TMonoid, TMath>(T total, int place, TMonoid monoid)
            where TMonoid : unmanaged, IMonoid
            where TMath : unmanaged, IScalarMath<T> =>
            monoid.Combine<T, TMath>(total, At<TMath>(place));
    }

    private struct Product<TAffine, TActivation, T> : IRowTerm<T>
        where TAffine : unmanaged, IRowNormAffine<TAffine>
        where TActivation : unmanaged, IUnaryOp<TActivation>
        where T : unmanaged, INumber<T>
    {
        internal Term<TAffine, TActivation, T> Term;

        public readonly T AddTo<TMonoid, TMath>(T total, int place, TMonoid monoid)
            where TMonoid : unmanaged, IMonoid
            where TMath : unmanaged, IScalarMath<T> =>
            TMath.Fma(Term.At<TMath>(place), Term.Normalized(place), total);
    }
}
