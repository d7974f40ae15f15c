using System.Numerics;
using ILGPU;

namespace GpuNet.Kernels;

/// <summary>
/// The group kernels of <see cref="RowNormKernels"/> for rows that a group's items can hold in registers: forward x is read once
/// and y written once; backward x and dy are read once, dx is written once, and a block's sums of the parameters' gradients stay in
/// registers until its end. The same bits.
/// </summary>
/// <remarks>
/// Launch: explicitly grouped, as many groups as there, of <see cref="LaneTree.LanesOf"/> items, for rows of at most
/// <see cref="HeldSoftmaxKernels.LongestRow"/> elements.
/// </remarks>
public static class HeldRowNormKernels
{
    private const int Held = HeldSoftmaxKernels.Held;

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
        var lanes = SharedMemory.Allocate<T>(LaneTree.MaximumLanes);
        var squareLanes = SharedMemory.Allocate<T>(LaneTree.MaximumLanes);
        var held = new T[Held];
        var form = default(TForm);
        var (row, length) = (Grid.IdxX, shape.Length);
        var start = row * length;
        var (first, end) = (LaneTree.First(Group.IdxX, length), LaneTree.End(Group.IdxX, length));
        var sum = T.Zero;
        for (var i = 0; i < Held; i++)
        {
            if (first + i * LaneTree.Step < end)
            {
                held[i] = x[start + first + i * LaneTree.Step];
                sum += held[i];
            }
        }

        lanes[Group.IdxX] = sum;
        var center = form.Center(LaneTree.Combine<Sum, T, TMath>(lanes, length, default), count);
        var (distances, squares) = (T.Zero, T.Zero);
        for (var i = 0; i < Held; i++)
        {
            if (first + i * LaneTree.Step < end)
            {
                var distance = held[i] - center;
                distances += distance;
                squares = TMath.Fma(distance, distance, squares);
            }
        }

        lanes[Group.IdxX] = distances;
        squareLanes[Group.IdxX] = squares;
        var own = NormStatistics<T>.Of<TForm, TMath>(
            center, LaneTree.Combine<Sum, T, TMath>(lanes, length, default),
            LaneTree.Combine<Sum, T, TMath>(squareLanes, length, default), count, epsilon, form);
        if (Group.IdxX == 0)
            own.Write(statistics, row, shape.Rows);
        var entry = shape.At(row % shape.Groups, 0);
        // By quarters: one loop around an activation would be more than kernel compilers copy out.
        Put<TAffine, TActivation, T, TMath>(0, held, own, weight, bias, y, start, entry, first, end, finish);
        Put<TAffine, TActivation, T, TMath>(4, held, own, weight, bias, y, start, entry, first, end, finish);
        Put<TAffine, TActivation, T, TMath>(8, held, own, weight, bias, y, start, entry, first, end, finish);
        Put<TAffine, TActivation, T, TMath>(12, held, own, weight, bias, y, start, entry, first, end, finish);
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
        var lanes = SharedMemory.Allocate<T>(LaneTree.MaximumLanes);
        var productLanes = SharedMemory.Allocate<T>(LaneTree.MaximumLanes);
        var (normalized, gradients) = (new T[Held], new T[Held]);
        var (heldWeightSums, heldBiasSums) = (new T[Held], new T[Held]);
        for (var i = 0; i < Held; i++)
            (heldWeightSums[i], heldBiasSums[i]) = (T.Zero, T.Zero);
        var form = default(TForm);
        var length = shape.Length;
        var block = Grid.IdxX / shape.Groups;
        var group = Grid.IdxX - block * shape.Groups;
        var entryStart = shape.At(group, 0);
        var (first, end) = (LaneTree.First(Group.IdxX, length), LaneTree.End(Group.IdxX, length));
        for (var entry = block * shape.Block; entry < shape.EndOf(block); entry++)
        {
            var row = entry * shape.Groups + group;
            var start = row * length;
            var own = NormStatistics<T>.Read(statistics, row, shape.Rows);
            Take<TAffine, TActivation, T, TMath>(0, x, dy, own, weight, bias, normalized, gradients, start, entryStart, first, end, finish);
            Take<TAffine, TActivation, T, TMath>(4, x, dy, own, weight, bias, normalized, gradients, start, entryStart, first, end, finish);
            Take<TAffine, TActivation, T, TMath>(8, x, dy, own, weight, bias, normalized, gradients, start, entryStart, first, end, finish);
            Take<TAffine, TActivation, T, TMath>(12, x, dy, own, weight, bias, normalized, gradients, start, entryStart, first, end, finish);
            var (terms, products) = (T.Zero, T.Zero);
            for (var i = 0; i < Held; i++)
            {
                if (first + i * LaneTree.Step < end)
                {
                    var term = gradients[i] * finish.Affine.Scale(weight, entryStart + first + i * LaneTree.Step);
                    terms += term;
                    products = TMath.Fma(term, normalized[i], products);
                }
            }

            lanes[Group.IdxX] = terms;
            productLanes[Group.IdxX] = products;
            var meanOfTerms = form.MeanShare(LaneTree.Combine<Sum, T, TMath>(lanes, length, default) / count);
            var meanOfProducts = LaneTree.Combine<Sum, T, TMath>(productLanes, length, default) / count;
            for (var i = 0; i < Held; i++)
            {
                var c = first + i * LaneTree.Step;
                if (c < end)
                    dx[start + c] = own.Gradient<TMath>(
                        gradients[i] * finish.Affine.Scale(weight, entryStart + c), normalized[i], meanOfTerms, meanOfProducts);
            }

            for (var i = 0; i < Held; i++)
            {
                if (first + i * LaneTree.Step < end)
                {
                    heldWeightSums[i] = TMath.Fma(gradients[i], normalized[i], heldWeightSums[i]);
                    heldBiasSums[i] = gradients[i] + heldBiasSums[i];
                }
            }
        }

        var sumsStart = Grid.IdxX * length;
        for (var i = 0; i < Held; i++)
        {
            var c = first + i * LaneTree.Step;
            if (TAffine.Parameters > 0 && c < end)
                weightSums[sumsStart + c] = heldWeightSums[i];
            if (TAffine.Parameters > 1 && c < end)
                biasSums[sumsStart + c] = heldBiasSums[i];
        }
    }

    /// <summary>Writes y of four of an item's elements.</summary>
    private static void Put<TAffine, TActivation, T, TMath>(
        int at, T[] held, NormStatistics<T> own, ArrayView<T> weight, ArrayView<T> bias, ArrayView<T> y, int start, int entry,
        int first, int end, RowNormFinish<TAffine, TActivation> finish)
        where TAffine : unmanaged, IRowNormAffine<TAffine>
        where TActivation : unmanaged, IUnaryOp<TActivation>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        for (var i = at; i < at + 4; i++)
        {
            var c = first + i * LaneTree.Step;
            if (c < end)
                y[start + c] = finish.Value<T, TMath>(own.Normalize(held[i]), weight, bias, entry + c);
        }
    }

    /// <summary>Takes xhat and dz of four of an item's elements from memory.</summary>
    private static void Take<TAffine, TActivation, T, TMath>(
        int at, ArrayView<T> x, ArrayView<T> dy, NormStatistics<T> own, ArrayView<T> weight, ArrayView<T> bias, T[] normalized,
        T[] gradients, int start, int entry, int first, int end, RowNormFinish<TAffine, TActivation> finish)
        where TAffine : unmanaged, IRowNormAffine<TAffine>
        where TActivation : unmanaged, IUnaryOp<TActivation>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        for (var i = at; i < at + 4; i++)
        {
            var c = first + i * LaneTree.Step;
            if (c < end)
            {
                normalized[i] = own.Normalize(x[start + c]);
                gradients[i] = finish.Gradient<T, TMath>(dy[start + c], normalized[i], weight, bias, entry + c);
            }
        }
    }
}
