using GpuNet.Kernels;

namespace GpuNet.Operations;

/// <summary>Launches a product of floats, or a batch of them, on a large GPU: which kernel and tile, <see cref="GpuMatMulTuning"/> knows.</summary>
internal readonly struct GpuMatMulLaunch<TEpilogue>(
    Tensor a, Tensor b, EpilogueTensors operands, Tensor c, MatMulShape shape, TEpilogue epilogue, ProductBatch? batch = null)
    where TEpilogue : unmanaged, IMatMulEpilogue<TEpilogue>
{
    internal void Run()
    {
        var usual = GpuMatMulHeuristics.Choose(
            shape.M, shape.N, c.Device.Accelerator.NumMultiprocessors, batch?.Products ?? 1);
        var kind = GpuMatMulTuning.Class.Of("float32", shape, batch?.Products ?? 1);
        InTile((GpuMatMulTile)(GpuMatMulTuning.Find(c.Device, kind, (int)usual) ?? Measure(kind, usual)));
    }

    private int Measure(GpuMatMulTuning.Class kind, GpuMatMulTile usual)
    {
        var (left, right, result, product, products) = (a, b, c, shape, batch);
        return GpuMatMulTuning.Measure(
            c, kind, (int)usual, Enum.GetValues<GpuMatMulTile>().Length,
            (tile, scratch) => new GpuMatMulLaunch<StoreSum>(left, right, default, scratch, product, default, products)
                .InTile((GpuMatMulTile)tile));
    }

    private void InTile(GpuMatMulTile tile)
    {
        switch (tile)
        {
            case GpuMatMulTile.Tiled32x32: Tiled<Tile8>(); break;
            case GpuMatMulTile.Tiled64x64: Tiled<Tile16>(); break;
            case GpuMatMulTile.Buffered64x64: Buffered<BufferedTile64x64>(); break;
            case GpuMatMulTile.Buffered128x64: Buffered<BufferedTile128x64>(); break;
            default: Buffered<BufferedTile128x128>(); break;
        }
    }

    private void Tiled<TTile>() where TTile : unmanaged, ITile
    {
        if (c.Device.MathMode == MathMode.Fast) Tiled<TTile, FastMath>();
        else Tiled<TTile, PortableMath>();
    }

    private void Tiled<TTile, TMath>() where TTile : unmanaged, ITile where TMath : unmanaged, IScalarMath<float> =>
        TiledMatMulLaunch.InTile<TTile, TEpilogue, float, TMath>(
            c.Device, a.View<float>(), b.View<float>(), operands.Views(c.View<float>()), c.View<float>(), shape, epilogue, batch);

    private void Buffered<TTile>() where TTile : unmanaged, IBufferedTile =>
        OperandOrders.Dispatch(
            c.Device, shape, new BufferedMatMulLaunch<TTile, TEpilogue>(a, b, operands, c, shape, epilogue, batch));
}
