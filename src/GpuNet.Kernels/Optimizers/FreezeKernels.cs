using System.Numerics;
using ILGPU;

namespace GpuNet.Kernels;

/// <summary>Undoes a step for those parameters that take no part in it.</summary>
public static class FreezeKernels
{
    /// <summary>
    /// values[i] = saved[i] where the parameter that element i belongs to is frozen. Launch: auto-grouped, one item an element;
    /// <paramref name="segments"/> as in <see cref="GradientKernels"/>.
    /// </summary>
    /// <param name="index">The element.</param>
    /// <param name="values">What the step has changed.</param>
    /// <param name="saved">What was there before.</param>
    /// <param name="segments">The parameter's number of each block of elements.</param>
    /// <param name="frozen">For each parameter, 1 if it is frozen, else 0.</param>
    /// <param name="copy">Where parameters are stored once more.</param>
    public static void PutBack<TStored, TCopy, T, TMath>(
        Index1D index, ArrayView<T> values, ArrayView<T> saved, ArrayView<int> segments, ArrayView<int> frozen,
        ArrayView<TStored> copy)
        where TStored : unmanaged
        where TCopy : unmanaged, IWeightCopy<TStored, T>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        if (frozen[segments[index.X / GradientKernels.BlockLength]] == 0)
            return;
        values[index] = saved[index];
        TCopy.Store(copy, index, saved[index]);
    }
}
