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
        target.WillChange();
        if (target.Count > 0) Precision.Dispatch("Accumulate", target, new AddLaunch(target, addend));
    }

    /// <summary>a + b as a new tensor.</summary>
    internal static Tensor Sum(Tensor a, Tensor b) => Binary<Add>.Forward(a, b);

    /// <summary>factor * x as a new tensor, the factor in the tensor's own precision.</summary>
    internal static Tensor Scaled(Tensor x, double factor)
    {
        var y = Tensor.ZerosLike(x);
        if (y.Count > 0) Precision.Dispatch("Scale", x, new ScaleLaunch(x, y, factor));
        return y;
    }

    private readonly struct AddLaunch(Tensor target, Tensor addend) : ILaunch
    {
        public void Run<T, TMath>() where T : unmanaged, INumber<T> where TMath : unmanaged, IScalarMath<T> =>
            Launchers<T, TMath>.Add.Launch(target.Device, target.Count, addend.View<T>(), target.View<T>());
    }

    private readonly struct ScaleLaunch(Tensor x, Tensor y, double factor) : ILaunch
    {
        public void Run<T, TMath>() where T : unmanaged, INumber<T> where TMath : unmanaged, IScalarMath<T> =>
            Launchers<T, TMath>.AddScaled.Launch(x.Device, x.Count, x.View<T>(), y.View<T>(), T.CreateChecked(factor));
    }

    private static class Launchers<T, TMath> where T : unmanaged, INumber<T> where TMath : unmanaged, IScalarMath<T>
    {
        internal static readonly ItemKernel<ArrayView<T>, ArrayView<T>> Add = new(DataKernels.Accumulate<T>);

        internal static readonly ItemKernel<ArrayView<T>, ArrayView<T>, T> AddScaled = new(
            DataKernels.AccumulateScaled<T, TMath>);
    }
}
