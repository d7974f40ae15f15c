using System.Numerics;
using ILGPU;

namespace GpuNet.Kernels;

/// <summary>
/// The group kernels of <see cref="SoftmaxKernels"/> with one item a row, for devices where vectors are made within an
/// item (OpenCL on CPUs). The same bits: sums are the trees of <see cref="LaneTree"/>.
/// </summary>
/// <remarks>Launch: explicitly grouped, rows groups of one item.</remarks>
public static class RowSoftmaxKernels
{
    /// <summary>y = softmax or log-softmax of x.</summary>
    public static void Forward<TForm, T, TMath>(ArrayView<T> x, ArrayView<T> y, int columns, TForm form)
        where TForm : unmanaged, ISoftmaxForm<TForm>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var lanes = LocalMemory.Allocate<T>(LaneTree.MaximumLanes);
        var (input, output) = (x.SubView(Grid.IdxX * columns, columns), y.SubView(Grid.IdxX * columns, columns));
        var max = RowLanes.Reduce<Element<T>, Largest, T, TMath>(
            new Element<T> { X = input }, columns, lanes, default);

        // The exponentials wait in the output for the sum: each is computed once.
        for (var c = 0; c < columns; c++)
            output[c] = TMath.Exp(input[c] - max);
        var sum = RowLanes.Reduce<Element<T>, Sum, T, TMath>(
            new Element<T> { X = output }, columns, lanes, default);
        var normalizer = form.Normalizer<T, TMath>(sum);
        for (var c = 0; c < columns; c++)
            output[c] = form.Output<T, TMath>(form.Numerator<T, TMath>(input[c] - max, output[c]), normalizer);
    }

    /// <summary>dx from y and dy.</summary>
    public static void Backward<TForm, T, TMath>(
        ArrayView<T> y, ArrayView<T> dy, ArrayView<T> dx, int columns, TForm form)
        where TForm : unmanaged, ISoftmaxForm<TForm>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var lanes = LocalMemory.Allocate<T>(LaneTree.MaximumLanes);
        var start = Grid.IdxX * columns;
        (y, dy, dx) = (y.SubView(start, columns), dy.SubView(start, columns), dx.SubView(start, columns));
        var total = RowLanes.Reduce<BackwardTerm<TForm, T>, Sum, T, TMath>(
            new BackwardTerm<TForm, T> { Y = y, Dy = dy, Form = form }, columns, lanes, default);
        for (var c = 0; c < columns; c++)
            dx[c] = form.BackwardResult<T, TMath>(y[c], dy[c], total);
    }

    private struct Element<T> : IRowTerm<T> where T : unmanaged, INumber<T>
    {
        internal ArrayView<T> X;

        public readonly T AddTo<TMonoid, TMath>(T total, int place, TMonoid monoid)
            where TMonoid : unmanaged, IMonoid
            where TMath : unmanaged, IScalarMath<T> =>
            monoid.Combine<T, TMath>(total, X[place]);
    }

    private struct BackwardTerm<TForm, T> : IRowTerm<T>
        where TForm : unmanaged, ISoftmaxForm<TForm>
        where T : unmanaged, INumber<T>
    {
        internal ArrayView<T> Y, Dy;
        internal TForm Form;

        public readonly T AddTo<TMonoid, TMath>(T total, int place, TMonoid monoid)
            where TMonoid : unmanaged, IMonoid
            where TMath : unmanaged, IScalarMath<T> =>
            monoid.Combine<T, TMath>(total, Form.BackwardTerm<T, TMath>(Y[place], Dy[place]));
    }
}
