using System.Numerics;
using GpuNet.Kernels;
using ILGPU;

namespace GpuNet.Operations;

/// <summary>Truth values of a comparison of two tensors of one type, which broadcast; nothing to differentiate.</summary>
internal static class Comparing<TComparison>
    where TComparison : unmanaged, IComparison, IBinaryOp<TComparison>
{
    private static readonly string Name = TComparison.Info.Name;

    internal static Tensor Forward(Tensor a, Tensor b)
    {
        (a, b) = Promotion.OfMasks(a, b);
        Check.SameTypeAndDevice(Name, a, b);
        var plan = Broadcasting.Plan(Name, a.Shape, b.Shape);
        if (plan.Kind == BroadcastKind.Expanded)
            return Forward(Expansion.To(a, plan.Shape), Expansion.To(b, plan.Shape));
        var y = Tensor.Uninitialized(plan.Shape, DType.Bool, a.Device);
        if (y.Count == 0) return y;
        switch (a.DType)
        {
            case DType.Float32: Launch<float>(a, b, y, plan); break;
            case DType.Float64: Launch<double>(a, b, y, plan); break;
            case DType.Int32: Launch<int>(a, b, y, plan); break;
            case DType.Int64: Launch<long>(a, b, y, plan); break;
            case DType.UInt8 or DType.Bool: Launch<byte>(a, b, y, plan); break;
            default: Launch<float>(a.To(DType.Float32), b.To(DType.Float32), y, plan); break;
        }
        return y;
    }

    private static void Launch<T>(Tensor a, Tensor b, Tensor y, in Broadcasting plan) where T : unmanaged, INumber<T>
    {
        var (viewA, viewB, viewY) = (a.View<T>(), b.View<T>(), y.View<byte>());
        if (plan.Kind == BroadcastKind.Same) Launchers<T>.Same.Launch(y.Device, y.Count, viewA, viewB, viewY);
        else Launchers<T>.Broadcast.Launch(y.Device, y.Count, viewA, viewB, viewY, plan.Strides);
        GC.KeepAlive(a);
        GC.KeepAlive(b);
    }

    private static class Launchers<T> where T : unmanaged, INumber<T>
    {
        internal static readonly ItemKernel<ArrayView<T>, ArrayView<T>, ArrayView<byte>> Same = new(
            ComparisonKernels.Same<TComparison, T>);

        internal static readonly ItemKernel<ArrayView<T>, ArrayView<T>, ArrayView<byte>, BroadcastShape> Broadcast =
            new(ComparisonKernels.Broadcast<TComparison, T>);
    }
}
