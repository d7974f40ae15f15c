using System.Numerics;
using GpuNet.Kernels;
using ILGPU;

namespace GpuNet.Operations;

/// <summary>Launches the matrix multiply for any GPU, of one product or of a batch, in the largest tile that the device has items for.</summary>
internal static class TiledMatMulLaunch
{
    internal static void Run<TEpilogue, T, TMath>(
        Device device, ArrayView<T> a, ArrayView<T> b, EpilogueOperands<T> operands, ArrayView<T> c, in MatMulShape shape,
        TEpilogue epilogue, ProductBatch? batch = null)
        where TEpilogue : unmanaged, IMatMulEpilogue<TEpilogue>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        switch (LargestSide(device))
        {
            case 16: InTile<Tile16, TEpilogue, T, TMath>(device, a, b, operands, c, shape, epilogue, batch); break;
            case 8: InTile<Tile8, TEpilogue, T, TMath>(device, a, b, operands, c, shape, epilogue, batch); break;
            default: InTile<Tile4, TEpilogue, T, TMath>(device, a, b, operands, c, shape, epilogue, batch); break;
        }
    }

    /// <summary>The side of the largest tile that the device has items for: 16, 8 or 4.</summary>
    internal static int LargestSide(Device device) => device.Accelerator.MaxNumThreadsPerGroup switch
    {
        >= 16 * 16 => 16,
        >= 8 * 8 => 8,
        _ => 4,
    };

    internal static void InTile<TTile, TEpilogue, T, TMath>(
        Device device, ArrayView<T> a, ArrayView<T> b, EpilogueOperands<T> operands, ArrayView<T> c, in MatMulShape shape,
        TEpilogue epilogue, ProductBatch? batch)
        where TTile : unmanaged, ITile
        where TEpilogue : unmanaged, IMatMulEpilogue<TEpilogue>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var groups = new KernelConfig(
            new Index3D(TiledMatMul.Groups<TTile>(shape.M, shape.N), batch?.Products ?? 1, 1),
            new Index3D(TTile.Side, TTile.Side, 1));
        if (batch is { } products)
        {
            Launchers<TTile, TEpilogue, T, TMath>.Batch.Launch(
                device, groups, a, b, operands, c, shape, products.Matrices, epilogue);
        }
        else
        {
            Launchers<TTile, TEpilogue, T, TMath>.Single.Launch(device, groups, a, b, operands, c, shape, epilogue);
        }
    }

    private static class Launchers<TTile, TEpilogue, T, TMath>
        where TTile : unmanaged, ITile
        where TEpilogue : unmanaged, IMatMulEpilogue<TEpilogue>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        internal static readonly GroupKernel<
            ArrayView<T>, ArrayView<T>, EpilogueOperands<T>, ArrayView<T>, MatMulShape, TEpilogue>
            Single = new(TiledMatMul.Kernel<TTile, TEpilogue, T, TMath>);

        internal static readonly GroupKernel<
            ArrayView<T>, ArrayView<T>, EpilogueOperands<T>, ArrayView<T>, MatMulShape, MatMulBatch, TEpilogue>
            Batch = new(BatchedMatMulKernels.Tiled<TTile, TEpilogue, T, TMath>);
    }
}
