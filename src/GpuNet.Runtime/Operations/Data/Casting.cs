using GpuNet.Kernels;
using ILGPU;

namespace GpuNet.Operations;

/// <summary>The same numbers in another element type; backwards the gradient in the operand's.</summary>
internal static class Casting
{
    private const string Name = "To";

    internal static Tensor Forward(Tensor x, DType dtype)
    {
        if (x.DType == dtype) return x;
        var y = Tensor.Uninitialized(x.Shape, dtype, x.Device);
        if (y.Count > 0) Launch(x, y);
        GC.KeepAlive(x); // its memory could be used again otherwise, before the kernel is issued
        return Tape.Records(x) && dtype.IsFloatingPoint() ? y.RecordedAs(new Node(x)) : y;
    }

    /// <summary>The same numbers into a tensor of a wider type, off the tape.</summary>
    internal static void Widen(Tensor x, Tensor y) => Launch(x, y);

    /// <summary>Converts between two types by the type in which numbers of both are exact, if there is one.</summary>
    private static void Launch(Tensor x, Tensor y)
    {
        var (from, to) = (x.DType, y.DType);
        if (!from.IsFloatingPoint() && !to.IsFloatingPoint()) Launch<long, StoragesOfIntegers>(x, y);
        else if (from == DType.Float64 ? to.IsFloatingPoint() : to != DType.Float64 || from.IsFloatingPoint())
            Launch<float, StoragesOfFloats>(x, y);
        else Launch<double, StoragesOfDoubles>(x, y);
    }

    private static void Launch<T, TStorages>(Tensor x, Tensor y)
        where T : unmanaged
        where TStorages : struct, IStorages<T> =>
        TStorages.Dispatch(x.DType, new FromOperand<T, TStorages>(x, y));

    private sealed class Node(Tensor x) : TapeNode(x)
    {
        internal override string Name => Casting.Name;

        internal override void Backward(Tensor gradient, BackwardPass pass) =>
            pass.Accumulate(First, Forward(gradient, First.DType));

        internal override void BackwardGraph(Tensor gradient, BackwardPass pass) => Backward(gradient, pass);
    }

    private readonly struct FromOperand<T, TStorages>(Tensor x, Tensor y) : IStorageUse<T>
        where T : unmanaged
        where TStorages : struct, IStorages<T>
    {
        public void Run<TStored, TStorage>()
            where TStored : unmanaged
            where TStorage : unmanaged, IStorage<TStored, T> =>
            TStorages.Dispatch(y.DType, new ToResult<T, TStored, TStorage>(x, y));
    }

    private readonly struct ToResult<T, TFrom, TSource>(Tensor x, Tensor y) : IStorageUse<T>
        where T : unmanaged
        where TFrom : unmanaged
        where TSource : unmanaged, IStorage<TFrom, T>
    {
        public void Run<TStored, TStorage>()
            where TStored : unmanaged
            where TStorage : unmanaged, IStorage<TStored, T> =>
            Launchers<TFrom, TStored, T, TSource, TStorage>.Cast.Launch(
                y.Device, y.Count, x.View<TFrom>(), y.View<TStored>());
    }

    private static class Launchers<TFrom, TTo, T, TSource, TTarget>
        where TFrom : unmanaged
        where TTo : unmanaged
        where T : unmanaged
        where TSource : unmanaged, IStorage<TFrom, T>
        where TTarget : unmanaged, IStorage<TTo, T>
    {
        internal static readonly ItemKernel<ArrayView<TFrom>, ArrayView<TTo>> Cast = new(
            CastKernels.Cast<TFrom, TTo, T, TSource, TTarget>);
    }
}
