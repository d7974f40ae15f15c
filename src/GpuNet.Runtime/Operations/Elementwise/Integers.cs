using System.Numerics;
using GpuNet.Kernels;
using ILGPU;

namespace GpuNet.Operations;

/// <summary>Arithmetic of integers and truth values; nothing to differentiate.</summary>
internal static class Integers
{
    /// <summary>Elements that one item takes together before another launch takes the results together; of lines, a group.</summary>
    private const int LongestFold = 1024, LongestLine = 1 << 14;

    internal static Tensor Combine<TOp>(Tensor a, Tensor b) where TOp : unmanaged, IIntegerOp, IBinaryOp<TOp> =>
        Combine<TOp>(TOp.Info.Name, a, b);

    internal static Tensor Combine<TOp>(string name, Tensor a, Tensor b) where TOp : unmanaged, IIntegerOp
    {
        Check.SameTypeAndDevice(name, a, b);
        var plan = Broadcasting.Plan(name, a.Shape, b.Shape);
        if (plan.Kind == BroadcastKind.Expanded)
            return Combine<TOp>(name, Expansion.To(a, plan.Shape), Expansion.To(b, plan.Shape));
        var y = Tensor.Uninitialized(plan.Shape, a.DType, a.Device);
        if (y.Count == 0) return y;
        switch (a.DType)
        {
            case DType.Int32: Launch<TOp, int>(a, b, y, plan); break;
            case DType.Int64: Launch<TOp, long>(a, b, y, plan); break;
            default: Launch<TOp, byte>(a, b, y, plan); break;
        }
        return y;
    }

    /// <summary>a / b rounded down.</summary>
    internal static Tensor FloorDivide(Tensor a, Tensor b)
    {
        const string Name = "FloorDivide";
        (a, b) = Promotion.OfMasks(a, b);
        if (!a.DType.IsInteger() || !b.DType.IsInteger())
        {
            throw new DTypeNotSupportedException(
                Name, "two tensors of one integer type (of floating-point numbers: (a / b).Floor())", $"{a.DType} and {b.DType}");
        }
        return Combine<FloorQuotient>(Name, a, b);
    }

    /// <summary>|x|; of the smallest number, which has no opposite, that number.</summary>
    internal static Tensor Abs(Tensor x) => x.DType == DType.UInt8 ? x.Clone() : x.Maximum(-x);

    /// <summary>1 above 0, -1 below.</summary>
    internal static Tensor Sign(Tensor x) => (x > 0).To(x.DType) - (x < 0).To(x.DType);

    /// <summary>x limited to [min, max]; infinities limit nothing.</summary>
    internal static Tensor Clamp(Tensor x, float min, float max)
    {
        var raised = float.IsNegativeInfinity(min) ? x : x.Maximum(Promotion.NumberFor(x, min));
        return float.IsPositiveInfinity(max) ? raised : raised.Minimum(Promotion.NumberFor(x, max));
    }

    /// <summary>Where the first of the largest, or smallest, elements along an axis are, as <see cref="DType.Int32"/>.</summary>
    internal static Tensor ExtremumIndex(Tensor x, AxisSplit split, Shape resultShape, bool isLargest) =>
        Viewing.Reshape(Sorting.Indices(x, split, descending: isLargest, kept: 1), resultShape);

    /// <summary>The largest, or smallest, elements along an axis, which has some, of the operand's type.</summary>
    internal static Tensor Extremum(Tensor x, AxisSplit split, Shape resultShape, bool isLargest) =>
        (isLargest ? Fold<Maximum>(x, split, resultShape) : Fold<Minimum>(x, split, resultShape)).To(x.DType);

    /// <summary>Sums along an axis, as <see cref="DType.Int64"/>; of truth values, how many hold.</summary>
    internal static Tensor Sum(Tensor x, AxisSplit split, Shape resultShape) => split.Axis == 0
        ? Tensor.Zeros(resultShape, DType.Int64, x.Device)
        : Fold<Add>(x, split, resultShape);

    /// <summary>The elements along an axis taken together by an op whose order does not matter, as <see cref="DType.Int64"/>.</summary>
    private static Tensor Fold<TOp>(Tensor x, AxisSplit split, Shape resultShape) where TOp : unmanaged, IIntegerOp
    {
        var isLines = split.Inner == 1 && split.Axis > ReductionPlan.LongestItemRow;
        var chunk = Math.Min(split.Axis, isLines ? LongestLine : LongestFold);
        var chunks = LaunchShape.Blocks(split.Axis, chunk);
        var y = Tensor.Uninitialized(
            chunks == 1 ? resultShape : [split.Outer, chunks, split.Inner], DType.Int64, x.Device);
        if (y.Count > 0) StoragesOfIntegers.Dispatch(x.DType, new FoldLaunch<TOp>(x, y, split, chunk, isLines));
        GC.KeepAlive(x);
        return chunks == 1 ? y : Fold<TOp>(y, split with { Axis = chunks }, resultShape);
    }

    private static void Launch<TOp, T>(Tensor a, Tensor b, Tensor y, in Broadcasting plan)
        where TOp : unmanaged, IIntegerOp
        where T : unmanaged, INumber<T>
    {
        var (viewA, viewB, viewY) = (a.View<T>(), b.View<T>(), y.View<T>());
        if (plan.Kind == BroadcastKind.Same) Launchers<TOp, T>.Same.Launch(y.Device, y.Count, viewA, viewB, viewY);
        else Launchers<TOp, T>.Broadcast.Launch(y.Device, y.Count, viewA, viewB, viewY, plan.Strides);
        GC.KeepAlive(a);
        GC.KeepAlive(b);
    }

    private readonly struct FoldLaunch<TOp>(Tensor x, Tensor y, AxisSplit split, int chunk, bool isLines) : IStorageUse<long>
        where TOp : unmanaged, IIntegerOp
    {
        public void Run<TStored, TStorage>()
            where TStored : unmanaged
            where TStorage : unmanaged, IStorage<TStored, long>
        {
            var (from, to) = (x.View<TStored>(), y.View<long>());
            if (isLines)
            {
                var groups = new KernelConfig(y.Count, Math.Min(LaunchShape.GroupSize(y.Device), IntegerKernels.MostLanes));
                FoldLaunchers<TOp, TStored, TStorage>.Lines.Launch(y.Device, groups, from, to, split.Axis, chunk);
            }
            else
            {
                FoldLaunchers<TOp, TStored, TStorage>.Items.Launch(y.Device, y.Count, from, to, split.Axis, split.Inner, chunk);
            }
        }
    }

    private static class Launchers<TOp, T>
        where TOp : unmanaged, IIntegerOp
        where T : unmanaged, INumber<T>
    {
        internal static readonly ItemKernel<ArrayView<T>, ArrayView<T>, ArrayView<T>> Same = new(
            IntegerKernels.Same<TOp, T>);

        internal static readonly ItemKernel<ArrayView<T>, ArrayView<T>, ArrayView<T>, BroadcastShape> Broadcast = new(
            IntegerKernels.Broadcast<TOp, T>);
    }

    private static class FoldLaunchers<TOp, TStored, TStorage>
        where TOp : unmanaged, IIntegerOp
        where TStored : unmanaged
        where TStorage : unmanaged, IStorage<TStored, long>
    {
        internal static readonly ItemKernel<ArrayView<TStored>, ArrayView<long>, int, int, int> Items = new(
            IntegerKernels.Fold<TOp, TStored, TStorage>);

        internal static readonly GroupKernel<ArrayView<TStored>, ArrayView<long>, int, int> Lines = new(
            IntegerKernels.FoldLines<TOp, TStored, TStorage>);
    }
}
