using System.Numerics;
using GpuNet.Kernels;
using ILGPU;

namespace GpuNet.Operations;

/// <summary>Launches products with a short side, one or a batch of them, on processors whose items run as lanes of vectors.</summary>
internal static class ThinMatMulLaunch
{
    /// <summary>Whether the product has a short side, and the device is such a processor.</summary>
    internal static bool Suits(Device device, in MatMulShape shape) =>
        device.IsProcessor && !LaunchShape.ItemHasLanes(device) && Math.Min(shape.M, shape.N) <= ThinMatMul.MostFew;

    internal static void Run<TEpilogue, T, TMath>(
        Device device, ArrayView<T> a, ArrayView<T> b, EpilogueOperands<T> operands, ArrayView<T> c, in MatMulShape shape,
        TEpilogue epilogue)
        where TEpilogue : unmanaged, IMatMulEpilogue<TEpilogue>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var thin = ThinShape.Of(shape);
        var (many, few) = thin.LinesAreColumns != 0 ? (b, a) : (a, b);
        ThinBlocks.Dispatch(device, thin, new Single<TEpilogue, T, TMath>(device, many, few, operands, c, thin, epilogue));
    }

    /// <summary>The same for each product of a batch.</summary>
    internal static void Run<T, TMath>(
        Device device, ArrayView<T> a, ArrayView<T> b, ArrayView<T> c, in MatMulShape shape, in ProductBatch batch)
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var thin = ThinShape.Of(shape);
        ThinBlocks.Dispatch(device, thin, new Batch<T, TMath>(device, a, b, c, thin, batch));
    }

    private readonly struct Single<TEpilogue, T, TMath>(
        Device device, ArrayView<T> many, ArrayView<T> few, EpilogueOperands<T> operands, ArrayView<T> c, ThinShape shape,
        TEpilogue epilogue) : IThinLaunch
        where TEpilogue : unmanaged, IMatMulEpilogue<TEpilogue>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        public void Run<TBlock, TOrder>(int groups, int width)
            where TBlock : unmanaged, IThinBlock
            where TOrder : unmanaged, IOperandOrder =>
            Launchers<TBlock, TOrder, TEpilogue, T, TMath>.Kernel.Launch(
                device, new KernelConfig(groups, width), many, few, operands, c, shape, epilogue);
    }

    private readonly struct Batch<T, TMath>(
        Device device, ArrayView<T> a, ArrayView<T> b, ArrayView<T> c, ThinShape shape, ProductBatch batch) : IThinLaunch
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        public void Run<TBlock, TOrder>(int groups, int width)
            where TBlock : unmanaged, IThinBlock
            where TOrder : unmanaged, IOperandOrder =>
            BatchLaunchers<TBlock, TOrder, T, TMath>.Kernel.Launch(
                device, new KernelConfig(new Index3D(groups, batch.Products, 1), new Index3D(width, 1, 1)), a, b,
                EpilogueOperands<T>.Of(c), c, shape, batch.Matrices);
    }

    private static class Launchers<TBlock, TOrder, TEpilogue, T, TMath>
        where TBlock : unmanaged, IThinBlock
        where TOrder : unmanaged, IOperandOrder
        where TEpilogue : unmanaged, IMatMulEpilogue<TEpilogue>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        internal static readonly GroupKernel<
            ArrayView<T>, ArrayView<T>, EpilogueOperands<T>, ArrayView<T>, ThinShape, TEpilogue>
            Kernel = new(ThinMatMul.Kernel<TBlock, TOrder, TEpilogue, T, TMath>);
    }

    private static class BatchLaunchers<TBlock, TOrder, T, TMath>
        where TBlock : unmanaged, IThinBlock
        where TOrder : unmanaged, IOperandOrder
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        internal static readonly GroupKernel<
            ArrayView<T>, ArrayView<T>, EpilogueOperands<T>, ArrayView<T>, ThinShape, MatMulBatch>
            Kernel = new(BatchedMatMulKernels.Thin<TBlock, TOrder, T, TMath>);
    }
}
