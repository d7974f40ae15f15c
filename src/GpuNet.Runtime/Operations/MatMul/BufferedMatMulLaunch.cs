using GpuNet.Kernels;
using ILGPU;
using ILGPU.Runtime;

namespace GpuNet.Operations;

/// <summary>
/// Launches the double-buffered matrix multiply of floats on large GPUs, of one product or of a batch, in the tile it is told to.
/// All tiles give the same bits.
/// </summary>
internal readonly struct BufferedMatMulLaunch<TTile, TEpilogue>(
    Tensor a, Tensor b, EpilogueTensors operands, Tensor c, MatMulShape shape, TEpilogue epilogue, ProductBatch? batch) : IOrderedLaunch
    where TTile : unmanaged, IBufferedTile
    where TEpilogue : unmanaged, IMatMulEpilogue<TEpilogue>
{
    public void Run<TA, TB, TMath>()
        where TA : unmanaged, IOperandOrder
        where TB : unmanaged, IOperandOrder
        where TMath : unmanaged, IScalarMath<float>
    {
        if (BufferedMatMulDevices.CopyByThemselves(c.Device))
            Run<TA, TB, CopyByDevice, TMath>();
        else Run<TA, TB, CopyByItems, TMath>();
    }

    private void Run<TA, TB, TCopy, TMath>()
        where TA : unmanaged, IOperandOrder
        where TB : unmanaged, IOperandOrder
        where TCopy : unmanaged, ITileCopy
        where TMath : unmanaged, IScalarMath<float>
    {
        var (viewA, viewB, viewC) = (a.View<float>(), b.View<float>(), c.View<float>());
        var arguments = BufferedShape.Of(shape, viewA, viewB, viewC);
        var groups = new KernelConfig(
            new Index3D(BufferedMatMul.Groups<TTile>(shape.M, shape.N), batch?.Products ?? 1, 1), new Index3D(TTile.Items, 1, 1));
        if (batch is { } products)
        {
            Launchers<TA, TB, TCopy, TMath>.Batch.Launch(
                c.Device, groups, viewA, viewB, operands.Views(viewC), viewC, arguments, products.Matrices, epilogue);
        }
        else
        {
            Launchers<TA, TB, TCopy, TMath>.Single.Launch(
                c.Device, groups, viewA, viewB, operands.Views(viewC), viewC, arguments, epilogue);
        }
    }

    private static class Launchers<TA, TB, TCopy, TMath>
        where TA : unmanaged, IOperandOrder
        where TB : unmanaged, IOperandOrder
        where TCopy : unmanaged, ITileCopy
        where TMath : unmanaged, IScalarMath<float>
    {
        private static readonly KernelSpecialization Specialization = new(TTile.Items, TTile.GroupsTogether);

        internal static readonly GroupKernel<
            ArrayView<float>, ArrayView<float>, EpilogueOperands<float>, ArrayView<float>, BufferedShape, TEpilogue>
            Single = new(BufferedMatMul.Kernel<TTile, TA, TB, TCopy, TEpilogue, TMath>, Specialization);

        internal static readonly GroupKernel<
            ArrayView<float>, ArrayView<float>, EpilogueOperands<float>, ArrayView<float>, BufferedShape, MatMulBatch, TEpilogue>
            Batch = new(BatchedMatMulKernels.Buffered<TTile, TA, TB, TCopy, TEpilogue, TMath>, Specialization);
    }
}
