using System.Numerics;
using GpuNet.Kernels;
using ILGPU;

namespace GpuNet.Operations;

/// <summary>
/// The kernels of an optimizer's rule: counting the step, and the update with as many states as the rule keeps.
/// </summary>
internal static class UpdateLaunchers<TUpdate, TStored, TCopy, T, TMath>
    where TUpdate : unmanaged, IOptimizerUpdate<TUpdate>
    where TStored : unmanaged
    where TCopy : unmanaged, IWeightCopy<TStored, T>
    where T : unmanaged, INumber<T>
    where TMath : unmanaged, IScalarMath<T>
{
    internal static readonly ItemKernel<ArrayView<OptimizerStep<T>>, ArrayView<int>, TUpdate> Advance = new(
        OptimizerKernels.Advance<TUpdate, T, TMath>);

    internal static readonly ItemKernel<ArrayView<T>, ArrayView<T>, ArrayView<OptimizerStep<T>>, TUpdate, ArrayView<TStored>> Update0 = new(
        OptimizerKernels.Update0<TUpdate, TStored, TCopy, T, TMath>);

    internal static readonly ItemKernel<ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<OptimizerStep<T>>, TUpdate, ArrayView<TStored>>
        Update1 = new(OptimizerKernels.Update1<TUpdate, TStored, TCopy, T, TMath>);

    internal static readonly ItemKernel<
        ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<OptimizerStep<T>>, TUpdate, ArrayView<TStored>>
        Update2 = new(OptimizerKernels.Update2<TUpdate, TStored, TCopy, T, TMath>);

    internal static readonly ItemKernel<
        ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<OptimizerStep<T>>, TUpdate, ArrayView<TStored>>
        Update3 = new(OptimizerKernels.Update3<TUpdate, TStored, TCopy, T, TMath>);
}
