using System.Numerics;
using GpuNet.Kernels;
using ILGPU;

namespace GpuNet.Operations;

/// <summary>Adding gradients up, off the tape.</summary>
internal static class Accumulation
{
    /// <summary>target += addend.</summary>
    internal static void AddInPlace(Tensor target, Tensor addend)
    {
        if (target.DType.IsNarrow())
        {
            using var sum = Sum(target, addend);
            Copying.Copy(sum, target);
            return;
        }
        target.WillChange();
        if (target.Count > 0) NumberType.Dispatch("Accumulate", target, new AddLaunch(target, addend));
    }

    /// <summary>a + b as a new tensor.</summary>
    internal static Tensor Sum(Tensor a, Tensor b) => Binary<Add>.Forward(a, b);

    private readonly struct AddLaunch(Tensor target, Tensor addend) : ILaunch
    {
        public void Run<T, TMath>() where T : unmanaged, INumber<T> where TMath : unmanaged, IScalarMath<T> =>
            Launchers<T>.Add.Launch(target.Device, target.Count, addend.View<T>(), target.View<T>());
    }

    private static class Launchers<T> where T : unmanaged, INumber<T>
    {
        internal static readonly ItemKernel<ArrayView<T>, ArrayView<T>> Add = new(DataKernels.Accumulate<T>);
    }
}
