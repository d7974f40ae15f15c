using ILGPU.Algorithms.ScanReduceOperations;
using ILGPU.Runtime;

namespace ILGPU.Algorithms;

public delegate void Reduction<T, TStride>(AcceleratorStream stream, ArrayView1D<T, TStride> input, ArrayView<T> output)
    where T : unmanaged
    where TStride : struct, IStride1D;

/// <summary>
/// Reductions of whole views. Every group folds its share into one partial result, and one group folds those: a tree of
/// fixed shape, without atomics, so that a device gives the same bits every time.
/// </summary>
public static class ReductionExtensions
{
    // The partial results belong to the returned delegate: it serves one stream at a time.
    public static Reduction<T, TStride> CreateReduction<T, TStride, TReduction>(this Accelerator accelerator)
        where T : unmanaged
        where TStride : struct, IStride1D
        where TReduction : struct, IScanReduceOperation<T>
    {
        var reduce = Load<T, TStride, TReduction>(accelerator);
        var partial = accelerator.Allocate1D<T>(accelerator.MaxNumGroupsExtent.Item1.X);
        return (stream, input, output) => reduce(stream, input, partial.View, output);
    }

    public static void Reduce<T, TReduction>(
        this Accelerator accelerator,
        AcceleratorStream stream,
        ArrayView<T> input,
        ArrayView<T> output)
        where T : unmanaged
        where TReduction : struct, IScanReduceOperation<T> =>
        accelerator.Reduce<T, Stride1D.Dense, TReduction>(stream, input, output);

    public static T Reduce<T, TReduction>(this Accelerator accelerator, AcceleratorStream stream, ArrayView<T> input)
        where T : unmanaged
        where TReduction : struct, IScanReduceOperation<T> =>
        accelerator.Reduce<T, Stride1D.Dense, TReduction>(stream, input);

    public static Task<T> ReduceAsync<T, TReduction>(
        this Accelerator accelerator,
        AcceleratorStream stream,
        ArrayView<T> input)
        where T : unmanaged
        where TReduction : struct, IScanReduceOperation<T> =>
        accelerator.ReduceAsync<T, Stride1D.Dense, TReduction>(stream, input);

    public static void Reduce<T, TStride, TReduction>(
        this Accelerator accelerator,
        AcceleratorStream stream,
        ArrayView1D<T, TStride> input,
        ArrayView<T> output)
        where T : unmanaged
        where TStride : struct, IStride1D
        where TReduction : struct, IScanReduceOperation<T>
    {
        var reduce = Load<T, TStride, TReduction>(accelerator);
        var (gridDim, _) = accelerator.ComputeGridStrideLoopExtent(input.Length);
        using var partial = accelerator.Allocate1D<T>(gridDim.X);
        reduce(stream, input, partial.View, output);
        stream.Synchronize();
    }

    public static T Reduce<T, TStride, TReduction>(
        this Accelerator accelerator,
        AcceleratorStream stream,
        ArrayView1D<T, TStride> input)
        where T : unmanaged
        where TStride : struct, IStride1D
        where TReduction : struct, IScanReduceOperation<T>
    {
        ArgumentNullException.ThrowIfNull(accelerator);
        using var output = accelerator.Allocate1D<T>(1);
        accelerator.Reduce<T, TStride, TReduction>(stream, input, output.View);
        return output.GetAsArray1D(stream)[0];
    }

    public static Task<T> ReduceAsync<T, TStride, TReduction>(
        this Accelerator accelerator,
        AcceleratorStream stream,
        ArrayView1D<T, TStride> input)
        where T : unmanaged
        where TStride : struct, IStride1D
        where TReduction : struct, IScanReduceOperation<T> =>
        Task.Run(() => accelerator.Reduce<T, TStride, TReduction>(stream, input));

    private static Action<AcceleratorStream, ArrayView1D<T, TStride>, ArrayView<T>, ArrayView<T>>
        Load<T, TStride, TReduction>(Accelerator accelerator)
        where T : unmanaged
        where TStride : struct, IStride1D
        where TReduction : struct, IScanReduceOperation<T>
    {
        ArgumentNullException.ThrowIfNull(accelerator);
        var foldInput = accelerator.LoadKernel<ArrayView1D<T, TStride>, ArrayView<T>>(Fold<T, TStride, TReduction>);
        var foldPartial =
            accelerator.LoadKernel<ArrayView1D<T, Stride1D.Dense>, ArrayView<T>>(Fold<T, Stride1D.Dense, TReduction>);
        return (stream, input, partial, output) =>
        {
            var (gridDim, groupDim) = accelerator.ComputeGridStrideLoopExtent(input.Length);
            var results = partial.SubView(0, gridDim.X);
            foldInput(stream, (gridDim, groupDim), input, results);
            foldPartial(stream, (1, groupDim), results, output);
        };
    }

    private static void Fold<T, TStride, TReduction>(ArrayView1D<T, TStride> input, ArrayView<T> output)
        where T : unmanaged
        where TStride : struct, IStride1D
        where TReduction : struct, IScanReduceOperation<T>
    {
        TReduction reduction = default;
        var result = reduction.Identity;
        var stride = (long)Grid.DimX * Group.DimX;
        for (var index = (long)Grid.IdxX * Group.DimX + Group.IdxX; index < input.Length; index += stride)
            result = reduction.Apply(result, input[new LongIndex1D(index)]);
        result = GroupExtensions.AllReduce<T, TReduction>(result);
        if (Group.IsFirstThread)
            output[Grid.IdxX] = result;
    }
}
