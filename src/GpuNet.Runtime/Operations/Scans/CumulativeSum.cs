using System.Numerics;
using System.Runtime.CompilerServices;
using GpuNet.Kernels;
using ILGPU;

namespace GpuNet.Operations;

/// <summary>
/// The sums of all elements up to each, along an axis, of integers and truth values as <see cref="DType.Int64"/>; backwards
/// the same from the other end.
/// </summary>
internal static class CumulativeSum
{
    /// <summary>Lines side by side from which on they share a vector.</summary>
    private const int Lanes = 16;

    /// <summary>The sums from the first element on, or from the last.</summary>
    internal static Tensor Forward(Tensor x, AxisSplit split, bool fromLast)
    {
        if (x.DType.IsNarrow()) return Forward(x.To(DType.Float32), split, fromLast).To(x.DType);
        if (!x.DType.IsFloatingPoint()) x = x.To(DType.Int64);
        var y = Tensor.Uninitialized(x.Shape, x.DType, x.Device);
        Run(x, y, split, fromLast);
        return Tape.Records(x) ? y.RecordedAs(new Node(x, split, fromLast)) : y;
    }

    private static void Run(Tensor x, Tensor y, AxisSplit split, bool fromLast)
    {
        if (y.Count == 0) return;
        if (x.Device.Kind == DeviceKind.Cpu && split.Axis <= CumulativeSumKernels.LongestWalk)
        {
            Launch(x, new LinesLaunch(x, y, split, fromLast));
            return;
        }
        var chunks = LaunchShape.Blocks(split.Axis, CumulativeSumKernels.LongestLine);
        using var totals = Tensor.Uninitialized([split.Outer, chunks, split.Inner], x.DType, x.Device);
        Launch(x, new ChunksLaunch(x, y, totals, split, fromLast));
        if (chunks == 1) return;
        using var sums = Tensor.Uninitialized(totals.Shape, x.DType, x.Device);
        Run(totals, sums, split with { Axis = chunks }, fromLast: false);
        Launch(x, new CarryLaunch(sums, y, split, fromLast));
    }

    // Not inlined, for the reason that NumberType gives.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Launch<TLaunch>(Tensor x, in TLaunch launch) where TLaunch : struct, ISumLaunch
    {
        switch (x.DType)
        {
            case DType.Float32: launch.Run<float>(); break;
            case DType.Float64: launch.Run<double>(); break;
            default: launch.Run<long>(); break;
        }
    }

    private interface ISumLaunch
    {
        void Run<T>() where T : unmanaged, INumber<T>;
    }

    private sealed class Node(Tensor x, AxisSplit split, bool fromLast) : TapeNode(x)
    {
        internal override string Name => "CumulativeSum";

        internal override void Backward(Tensor gradient, BackwardPass pass) => BackwardGraph(gradient, pass);

        internal override void BackwardGraph(Tensor gradient, BackwardPass pass) =>
            pass.Accumulate(First, Forward(gradient, split, !fromLast));
    }

    private readonly struct ChunksLaunch(Tensor x, Tensor y, Tensor totals, AxisSplit split, bool fromLast) : ISumLaunch
    {
        public void Run<T>() where T : unmanaged, INumber<T> =>
            Launchers<T>.Chunks.Launch(
                x.Device, totals.Count, x.View<T>(), y.View<T>(), totals.View<T>(), split.Axis, split.Inner,
                totals.Shape[1], fromLast ? -1 : 1);
    }

    private readonly struct LinesLaunch(Tensor x, Tensor y, AxisSplit split, bool fromLast) : ISumLaunch
    {
        public void Run<T>() where T : unmanaged, INumber<T>
        {
            var size = split.Inner >= Lanes ? Lanes : 1;
            Launchers<T>.Lines.Launch(
                x.Device, new KernelConfig(split.Outer * LaunchShape.Blocks(split.Inner, size), size), x.View<T>(), y.View<T>(),
                split.Axis, split.Inner, fromLast ? -1 : 1);
        }
    }

    private readonly struct CarryLaunch(Tensor sums, Tensor y, AxisSplit split, bool fromLast) : ISumLaunch
    {
        public void Run<T>() where T : unmanaged, INumber<T> =>
            Launchers<T>.AddCarry.Launch(
                y.Device, y.Count, sums.View<T>(), y.View<T>(), split.Axis, split.Inner, sums.Shape[1],
                fromLast ? -1 : 1);
    }

    private static class Launchers<T> where T : unmanaged, INumber<T>
    {
        internal static readonly ItemKernel<ArrayView<T>, ArrayView<T>, ArrayView<T>, int, int, int, int> Chunks = new(
            CumulativeSumKernels.Chunks<T>);

        internal static readonly GroupKernel<ArrayView<T>, ArrayView<T>, int, int, int> Lines = new(
            CumulativeSumKernels.Lines<T>);

        internal static readonly ItemKernel<ArrayView<T>, ArrayView<T>, int, int, int, int> AddCarry = new(
            CumulativeSumKernels.AddCarry<T>);
    }
}
