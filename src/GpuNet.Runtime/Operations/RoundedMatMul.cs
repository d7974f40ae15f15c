using GpuNet.Kernels;
using ILGPU;

namespace GpuNet.Operations;

/// <summary>
/// Matrix products of operands that are rounded first: what tensor cores compute, on any device. The rounded operands are floats again,
/// so that every variant of the multiply takes them, and gives its bits; but where a device has tensor cores, they multiply, and add in an
/// order of their own.
/// </summary>
internal static class RoundedMatMul
{
    internal static void Run<TEpilogue>(
        string operation, Tensor a, Tensor b, Tensor operand, Tensor c, MatMulShape shape, Precision precision,
        TEpilogue epilogue)
        where TEpilogue : unmanaged, IMatMulEpilogue<TEpilogue>
    {
        if (TensorMatMulLaunch.Suits(c.Device))
        {
            RunByTensorCores(a, b, operand, c, shape, precision, epilogue);
            return;
        }
        using var left = Rounded(a, precision);
        using var right = ReferenceEquals(a, b) ? left.ViewAs(left.Shape) : Rounded(b, precision);
        MatMulLaunch.RunAsTheyAre(operation, left, right, operand, c, shape, epilogue);
    }

    /// <summary>Tensor cores round floats to TF32 themselves; to the others they are rounded once, to half the bytes.</summary>
    private static void RunByTensorCores<TEpilogue>(
        Tensor a, Tensor b, Tensor operand, Tensor c, MatMulShape shape, Precision precision, TEpilogue epilogue)
        where TEpilogue : unmanaged, IMatMulEpilogue<TEpilogue>
    {
        if (precision == Precision.TensorFloat32)
        {
            TensorMatMulLaunch.Run<float, TEpilogue>(TensorNumbers.TensorFloat32, a, b, operand, c, shape, epilogue);
            return;
        }
        var (dtype, numbers) = precision == Precision.BFloat16
            ? (DType.BFloat16, TensorNumbers.BFloat16)
            : (DType.Float16, TensorNumbers.Float16);
        using (Tape.NoGrad())
        {
            using var left = Casting.Forward(a, dtype);
            using var right = ReferenceEquals(a, b) ? left.ViewAs(left.Shape) : Casting.Forward(b, dtype);
            TensorMatMulLaunch.Run<ushort, TEpilogue>(numbers, left, right, operand, c, shape, epilogue);
        }
    }

    /// <summary>The numbers of x that a precision has, as floats.</summary>
    internal static Tensor Rounded(Tensor x, Precision precision)
    {
        var y = Tensor.Uninitialized(x.Shape, x.DType, x.Device);
        if (y.Count == 0) return y;
        switch (precision)
        {
            case Precision.TensorFloat32: Launch<float, TensorFloat32Storage>(x, y); break;
            case Precision.BFloat16: Launch<ushort, BFloat16Storage>(x, y); break;
            default: Launch<ushort, Float16Storage>(x, y); break;
        }
        GC.KeepAlive(x);
        return y;
    }

    private static void Launch<TStored, TStorage>(Tensor x, Tensor y)
        where TStored : unmanaged
        where TStorage : unmanaged, IStorage<TStored, float> =>
        Launchers<TStored, TStorage>.Round.Launch(y.Device, y.Count, x.View<float>(), y.View<float>());

    private static class Launchers<TStored, TStorage>
        where TStored : unmanaged
        where TStorage : unmanaged, IStorage<TStored, float>
    {
        internal static readonly ItemKernel<ArrayView<float>, ArrayView<float>> Round = new(
            CastKernels.Round<TStored, TStorage>);
    }
}
