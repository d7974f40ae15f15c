using ILGPU.Runtime;

namespace ILGPU.Algorithms;

public static class GridExtensions
{
    public static Index1D GridStrideLoopStride => Grid.DimX * Group.DimX;

    public static void GridStrideLoop<TLoopBody>(Index1D length, ref TLoopBody loopBody)
        where TLoopBody : struct, IGridStrideLoopBody
    {
        for (var index = Grid.IdxX * Group.DimX + Group.IdxX; index < length.X; index += Grid.DimX * Group.DimX)
            loopBody.Execute(index);
    }

    public static T GridStrideLoop<T, TLoopBody>(Index1D length, T input, TLoopBody loopBody)
        where T : struct
        where TLoopBody : struct, IGridStrideLoopBody<T>
    {
        for (var index = Grid.IdxX * Group.DimX + Group.IdxX; index < length.X; index += Grid.DimX * Group.DimX)
            input = loopBody.Execute(index, input);
        return input;
    }

    public static (Index1D, Index1D) ComputeGridStrideLoopExtent(this Accelerator accelerator, long numDataElements)
    {
        ArgumentNullException.ThrowIfNull(accelerator);
        ArgumentOutOfRangeException.ThrowIfNegative(numDataElements);
        var (gridDim, groupDim) = accelerator.MaxNumGroupsExtent;
        var numGroups = IntrinsicMath.DivRoundUp(numDataElements, groupDim.X);
        return ((int)Math.Clamp(numGroups, 1, gridDim.X), groupDim);
    }

    public static (Index1D, Index1D) ComputeGridStrideLoopExtent(this Accelerator accelerator, int numDataElements) =>
        accelerator.ComputeGridStrideLoopExtent((long)numDataElements);

    public static (Index1D, Index1D) ComputeGridStrideLoopExtent(
        this Accelerator accelerator,
        Index1D numDataElements,
        out int numIterationsPerGroup)
    {
        var (gridDim, groupDim) = accelerator.ComputeGridStrideLoopExtent((long)numDataElements.X);
        numIterationsPerGroup = (int)IntrinsicMath.DivRoundUp(numDataElements.X, (long)gridDim.X * groupDim.X);
        return (gridDim, groupDim);
    }

    // A number of elements padded to whole groups gives all items of a group the same number of iterations, so that
    // bodies may use barriers. They check the index themselves.
    public static void GridStrideLoopKernel<TBody>(LongIndex1D paddedNumDataElements, TBody body)
        where TBody : struct, IGridStrideKernelBody
    {
        var stride = (long)Grid.DimX * Group.DimX;
        for (var index = (long)Grid.IdxX * Group.DimX + Group.IdxX; index < paddedNumDataElements.X; index += stride)
            body.Execute(index);
        body.Finish();
    }

    public static Action<AcceleratorStream, LongIndex1D, TBody> LoadGridStrideKernel<TBody>(
        this Accelerator accelerator)
        where TBody : struct, IGridStrideKernelBody
    {
        ArgumentNullException.ThrowIfNull(accelerator);
        var kernel = accelerator.LoadKernel<LongIndex1D, TBody>(GridStrideLoopKernel);
        return (stream, numDataElements, body) =>
        {
            if (numDataElements.X < 1)
                return;
            var (gridDim, groupDim) = accelerator.ComputeGridStrideLoopExtent(numDataElements.X);
            var padded = IntrinsicMath.DivRoundUp(numDataElements.X, (long)groupDim.X) * groupDim.X;
            kernel(stream, (gridDim, groupDim), padded, body);
        };
    }

    public static void LaunchGridStride<TBody>(
        this Accelerator accelerator,
        LongIndex1D numDataElements,
        in TBody body)
        where TBody : struct, IGridStrideKernelBody
    {
        ArgumentNullException.ThrowIfNull(accelerator);
        accelerator.LaunchGridStride(accelerator.DefaultStream, numDataElements, body);
    }

    public static void LaunchGridStride<TBody>(
        this Accelerator accelerator,
        AcceleratorStream stream,
        LongIndex1D numDataElements,
        in TBody body)
        where TBody : struct, IGridStrideKernelBody =>
        accelerator.LoadGridStrideKernel<TBody>()(stream, numDataElements, body);
}
