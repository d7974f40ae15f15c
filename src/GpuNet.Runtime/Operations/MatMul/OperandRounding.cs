using GpuNet.Fusion;
using GpuNet.Kernels;
using ILGPU;

namespace GpuNet.Operations;

/// <summary>
/// How the operands of matrix products are rounded to a precision: to 16 bits where tensor cores take them so, elsewhere to floats again,
/// so that every variant of the multiply takes them.
/// </summary>
internal static class OperandRounding
{
    /// <summary>The type of rounded operands.</summary>
    internal static DType TypeOn(Device device, Precision precision) => precision switch
    {
        Precision.BFloat16 when TensorMatMulLaunch.Suits(device) => DType.BFloat16,
        Precision.Float16 when TensorMatMulLaunch.Suits(device) => DType.Float16,
        _ => DType.Float32,
    };

    /// <summary>Tells how the numbers lie in memory, and are rounded.</summary>
    internal static void Dispatch<TUse>(DType type, Precision precision, in TUse use) where TUse : struct, IStorageUse<float>
    {
        switch (type, precision)
        {
            case (DType.BFloat16, _): use.Run<ushort, BFloat16Storage>(); break;
            case (DType.Float16, _): use.Run<ushort, Float16Storage>(); break;
            case (_, Precision.BFloat16): use.Run<float, RoundedFloatStorage<ushort, BFloat16Storage>>(); break;
            case (_, Precision.Float16): use.Run<float, RoundedFloatStorage<ushort, Float16Storage>>(); break;
            default: use.Run<float, TensorFloat32Storage>(); break;
        }
    }

    /// <summary>The rounded elements of x, in a pass over them.</summary>
    internal static Tensor Round(Tensor x, Precision precision)
    {
        var y = Tensor.Uninitialized(x.Shape, TypeOn(x.Device, precision), x.Device);
        Round(x.Region, y.Region, y.DType, precision, y.Count);
        GC.KeepAlive(x);
        return y;
    }

    /// <summary>y = x, rounded.</summary>
    /// <param name="x">Floats.</param>
    /// <param name="y">Numbers of <paramref name="type"/>.</param>
    /// <param name="type">As <see cref="TypeOn"/> says.</param>
    /// <param name="precision">What they are rounded to.</param>
    /// <param name="count">How many.</param>
    internal static void Round(Region x, Region y, DType type, Precision precision, int count)
    {
        if (count > 0) Dispatch(type, precision, new Pass(x, y, count));
    }

    private readonly struct Pass(Region x, Region y, int count) : IStorageUse<float>
    {
        public void Run<TStored, TStorage>()
            where TStored : unmanaged
            where TStorage : unmanaged, IStorage<TStored, float> =>
            Launchers<TStored, TStorage>.Round.Launch(y.Storage.Device, count, x.View<float>(count), y.View<TStored>(count));
    }

    private static class Launchers<TStored, TStorage>
        where TStored : unmanaged
        where TStorage : unmanaged, IStorage<TStored, float>
    {
        internal static readonly ItemKernel<ArrayView<float>, ArrayView<TStored>> Round = new(
            CastKernels.Cast<float, TStored, float, Float32Storage, TStorage>);
    }
}
