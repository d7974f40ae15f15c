using System.Numerics;
using GpuNet.Kernels;
using ILGPU;

namespace GpuNet.Operations;

/// <summary>
/// Sums by index, and the last of an index, on processors: each line's item walks through its indices, which is cheaper there than to sort them
/// (<see cref="IndexSegments"/>), and gives the same bits. A single line is walked by one core, as in torch.
/// </summary>
internal static class OwnedIndices
{
    /// <summary>Lines side by side from which on they share a vector.</summary>
    private const int Lanes = 16;

    /// <summary>Numbers of a slice that are worth a walk through the indices.</summary>
    private const int StripOfSlice = 64;

    /// <summary>y[o, n, j] = the sum of x[o, k, j] over the k whose index is n.</summary>
    /// <param name="x">[outer, count, inner].</param>
    /// <param name="indices">[outer, count, inner], or [count] if all lines share them.</param>
    /// <param name="y">The result.</param>
    /// <param name="split">How it is seen.</param>
    /// <param name="areShared">Whether all lines share the indices.</param>
    /// <param name="site">Whose indices they are: indices outside are noted.</param>
    internal static void Sum(Tensor x, Tensor indices, Tensor y, AxisSplit split, bool areShared, IndexSite site)
    {
        Copying.Fill(y, 0);
        var checks = IndexChecks.Of(y.Device);
        NumberType.DispatchSum("ScatterAdd", y, new SumLaunch(x, indices, y, split, areShared, checks.Notes(site)));
        checks.Issued();
    }

    /// <summary>y[o, n, j] = the last k with indices[o, k, j] = n, -1 if there is none.</summary>
    /// <param name="indices">[outer, count, inner].</param>
    /// <param name="y">The result.</param>
    /// <param name="split">How it is seen.</param>
    /// <param name="site">Whose indices they are: indices outside are noted.</param>
    internal static void Last(Tensor indices, Tensor y, AxisSplit split, IndexSite site)
    {
        Copying.Fill(y, -1);
        var checks = IndexChecks.Of(y.Device);
        LastKernel.Launch(
            y.Device, Groups(split), indices.View<int>(), y.View<int>(), split.Axis, indices.Count / (split.Outer * split.Inner),
            split.Inner, checks.Notes(site));
        GC.KeepAlive(indices);
        checks.Issued();
    }

    private static readonly GroupKernel<ArrayView<int>, ArrayView<int>, int, int, int, ArrayView<int>> LastKernel = new(
        OwnedIndexKernels.Last);

    private static KernelConfig Groups(AxisSplit split)
    {
        var size = split.Inner >= Lanes ? Lanes : 1;
        return new KernelConfig(split.Outer * LaunchShape.Blocks(split.Inner, size), size);
    }

    private readonly struct SumLaunch(
        Tensor x, Tensor indices, Tensor y, AxisSplit split, bool areShared, ArrayView<int> fault) : ISumLaunch
    {
        public void Run<T>() where T : unmanaged, INumber<T>
        {
            var count = areShared ? indices.Count : indices.Count / (split.Outer * split.Inner);
            if (areShared && split.Inner >= Lanes)
            {
                var strips = LaunchShape.Blocks(split.Inner, StripOfSlice);
                Launchers<T>.SliceSums.Launch(
                    y.Device, new KernelConfig(split.Outer * strips, Lanes), x.View<T>(), indices.View<int>(), y.View<T>(),
                    split.Axis, count, split.Inner, strips, fault);
                return;
            }
            var (outerLine, innerLine, step) = areShared ? (0, 0, 1) : (count * split.Inner, 1, split.Inner);
            Launchers<T>.Sums.Launch(
                y.Device, Groups(split), x.View<T>(), indices.View<int>(), y.View<T>(), split.Axis, count, split.Inner, outerLine,
                innerLine, step, fault);
        }
    }

    private static class Launchers<T> where T : unmanaged, INumber<T>
    {
        internal static readonly GroupKernel<
            ArrayView<T>, ArrayView<int>, ArrayView<T>, int, int, int, int, int, int, ArrayView<int>> Sums = new(
                OwnedIndexKernels.Sums<T>);

        internal static readonly GroupKernel<
            ArrayView<T>, ArrayView<int>, ArrayView<T>, int, int, int, int, ArrayView<int>> SliceSums = new(
                OwnedIndexKernels.SliceSums<T>);
    }
}
