using System.Numerics;
using GpuNet.Kernels;
using ILGPU;

namespace GpuNet.Operations;

/// <summary>
/// The kernels of an optimizer's rule: counting the step, and the update with as many states as the rule keeps.
/// </summary>
internal static class UpdateLaunchers<TUpdate, T, TMath>
    where TUpdate : unmanaged, IOptimizerUpdate<TUpdate>
    where T : unmanaged, INumber<T>
    where TMath : unmanaged, IScalarMath<T>
{
    internal static readonly ItemKernel<ArrayView<OptimizerStep<T>>, ArrayView<int>, TUpdate> Advance = new(
        OptimizerKernels.Advance<TUpdate, T, TMath>);

    internal static readonly ItemKernel<ArrayView<T>, ArrayView<T>, ArrayView<OptimizerStep<T>>, TUpdate> Update0 = new(
        OptimizerKernels.Update0<TUpdate, T, TMath>);

    internal static readonly ItemKernel<ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<OptimizerStep<T>>, TUpdate>
        Update1 = new(OptimizerKernels.Update1<TUpdate, T, TMath>);

    internal static readonly ItemKernel<
        ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<OptimizerStep<T>>, TUpdate>
        Update2 = new(OptimizerKernels.Update2<TUpdate, T, TMath>);

    internal static readonly ItemKernel<
        ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<OptimizerStep<T>>, TUpdate>
        Update3 = new(OptimizerKernels.Update3<TUpdate, T, TMath>);
}
