using GpuNet.Kernels;
using ILGPU;

namespace GpuNet.Operations;

/// <summary>
/// Results that products will read rounded to 16 bits: where tensor cores multiply, what computes them leaves such a copy beside
/// them, and no pass has to.
/// </summary>
internal static class RoundedResult
{
    /// <summary>
    /// Memory for the copy, to dispose; null where no product would read it, or a library multiplies, which stores no copies.
    /// </summary>
    internal static Tensor? For(Tensor y) =>
        y.DType == DType.Float32 && y.Count > 0 && Autocast.Current is Precision.BFloat16 or Precision.Float16
        && TensorMatMulLaunch.Suits(y.Device) && y.Device.Gemm is not { RunsInStream: true }
            ? Tensor.Uninitialized(y.Shape, Autocast.Current == Precision.BFloat16 ? DType.BFloat16 : DType.Float16, y.Device)
            : null;

    /// <summary>dx = dy f'(y) for both products that a layer's gradient goes to.</summary>
    internal static void BackwardOf<TOp>(Tensor y, Tensor dy, Tensor dx, TOp op) where TOp : unmanaged, IUnaryOp<TOp>
    {
        using var rounded = TOp.Info.Needs == BackwardNeeds.Output ? For(dx) : null;
        if (rounded is null)
        {
            Maps.BackwardOf(default, y.Region, dy, dx, op);
            return;
        }
        Run(y, dy, dx, rounded, new Single<TOp>(op));
        dx.KeepRounded(Autocast.Current, rounded);
        GC.KeepAlive(y);
    }

    private static void Run<TChain>(Tensor y, Tensor dy, Tensor dx, Tensor rounded, TChain chain)
        where TChain : unmanaged, IOpChain<TChain>
    {
        if (rounded.DType == DType.BFloat16) Run<TChain, TensorBFloat16>(y, dy, dx, rounded, chain);
        else Run<TChain, TensorFloat16>(y, dy, dx, rounded, chain);
    }

    private static void Run<TChain, TFormat>(Tensor y, Tensor dy, Tensor dx, Tensor rounded, TChain chain)
        where TChain : unmanaged, IOpChain<TChain>
        where TFormat : unmanaged, ITensorFormat
    {
        if (dx.Device.MathMode == MathMode.Fast) Run<TChain, TFormat, FastMath>(y, dy, dx, rounded, chain);
        else Run<TChain, TFormat, PortableMath>(y, dy, dx, rounded, chain);
    }

    private static void Run<TChain, TFormat, TMath>(Tensor y, Tensor dy, Tensor dx, Tensor rounded, TChain chain)
        where TChain : unmanaged, IOpChain<TChain>
        where TFormat : unmanaged, ITensorFormat
        where TMath : unmanaged, IScalarMath<float> =>
        Kernels<TChain, TFormat, TMath>.FromOutput.Launch(
            dx.Device, dx.Count, y.View<float>(), dy.View<float>(), dx.View<float>(), rounded.View<ushort>(), chain);

    private static class Kernels<TChain, TFormat, TMath>
        where TChain : unmanaged, IOpChain<TChain>
        where TFormat : unmanaged, ITensorFormat
        where TMath : unmanaged, IScalarMath<float>
    {
        internal static readonly ItemKernel<ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<ushort>, TChain> FromOutput =
            new(RoundedMapKernels.BackwardFromOutput<TChain, TFormat, TMath>);
    }
}
