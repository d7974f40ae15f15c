using System.Numerics;
using ILGPU;

namespace GpuNet.Kernels;

/// <summary>
/// Many products of small matrices of one shape in a launch. Each is computed as by the kernel of the same name for one
/// product, with that kernel's launch shape for one of them.
/// </summary>
/// <remarks>Numerics: see <see cref="ReferenceMatMul"/>; the same bits, but by tensor cores.</remarks>
public static class BatchedMatMulKernels
{
    /// <summary>
    /// <see cref="RegisterMatMul"/> for each product. Launch: its groups along x, products along y.
    /// </summary>
    public static void Register<TEpilogue, T, TMath>(
        ArrayView<T> a, ArrayView<T> b, EpilogueOperands<T> operands, ArrayView<T> c, MatMulShape shape, MatMulBatch batch,
        TEpilogue epilogue)
        where TEpilogue : unmanaged, IMatMulEpilogue<TEpilogue>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var product = batch.First + Grid.IdxY;
        RegisterMatMul.Kernel<TEpilogue, T, TMath>(
            batch.A(a, product), batch.B(b, product), operands, batch.C(c, product), shape, epilogue);
    }

    /// <summary>
    /// <see cref="ThinMatMul"/> for each product. Launch: its groups along x, products along y.
    /// </summary>
    public static void Thin<TBlock, TOrder, T, TMath>(
        ArrayView<T> a, ArrayView<T> b, EpilogueOperands<T> operands, ArrayView<T> c, ThinShape shape, MatMulBatch batch)
        where TBlock : unmanaged, IThinBlock
        where TOrder : unmanaged, IOperandOrder
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var product = batch.First + Grid.IdxY;
        var (left, right) = (batch.A(a, product), batch.B(b, product));
        ThinMatMul.Kernel<TBlock, TOrder, StoreSum, T, TMath>(
            shape.LinesAreColumns != 0 ? right : left, shape.LinesAreColumns != 0 ? left : right, operands, batch.C(c, product),
            shape, default);
    }

    /// <summary>
    /// <see cref="PanelMatMul"/> for each product. Launch: auto-grouped, its items for each product.
    /// </summary>
    public static void Panel<TEpilogue, T, TMath>(
        Index1D index, ArrayView<T> a, ArrayView<T> b, EpilogueOperands<T> operands, ArrayView<T> c, MatMulShape shape,
        MatMulBatch batch, TEpilogue epilogue)
        where TEpilogue : unmanaged, IMatMulEpilogue<TEpilogue>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var items = PanelMatMul.Items(shape.M, shape.N);
        var product = index.X / items;
        PanelMatMul.Kernel<TEpilogue, T, TMath>(
            index.X - product * items, batch.A(a, batch.First + product), batch.B(b, batch.First + product), operands,
            batch.C(c, batch.First + product), shape, epilogue);
    }

    /// <summary>
    /// <see cref="TiledMatMul"/> for each product. Launch: its groups along x, products along y.
    /// </summary>
    public static void Tiled<TTile, TEpilogue, T, TMath>(
        ArrayView<T> a, ArrayView<T> b, EpilogueOperands<T> operands, ArrayView<T> c, MatMulShape shape, MatMulBatch batch,
        TEpilogue epilogue)
        where TTile : unmanaged, ITile
        where TEpilogue : unmanaged, IMatMulEpilogue<TEpilogue>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var product = batch.First + Grid.IdxY;
        TiledMatMul.Kernel<TTile, TEpilogue, T, TMath>(
            batch.A(a, product), batch.B(b, product), operands, batch.C(c, product), shape, epilogue);
    }

    /// <summary>
    /// <see cref="BufferedMatMul"/> for each product. Launch: its groups along x, products along y; every matrix starts at a
    /// multiple of 16 bytes where the first one does and the shape has vectors.
    /// </summary>
    public static void Buffered<TTile, TA, TB, TCopy, TEpilogue, TMath>(
        ArrayView<float> a, ArrayView<float> b, EpilogueOperands<float> operands, ArrayView<float> c, BufferedShape shape,
        MatMulBatch batch, TEpilogue epilogue)
        where TTile : unmanaged, IBufferedTile
        where TA : unmanaged, IOperandOrder
        where TB : unmanaged, IOperandOrder
        where TCopy : unmanaged, ITileCopy
        where TEpilogue : unmanaged, IMatMulEpilogue<TEpilogue>
        where TMath : unmanaged, IScalarMath<float>
    {
        var product = batch.First + Grid.IdxY;
        BufferedMatMul.Kernel<TTile, TA, TB, TCopy, TEpilogue, TMath>(
            batch.A(a, product), batch.B(b, product), operands, batch.C(c, product), shape, epilogue);
    }

    /// <summary>
    /// <see cref="TensorCoreMatMul"/> for each product, with its launch and its numerics. Launch: its groups along x, products
    /// along y; the batch counts numbers, the views are of units of 16 bits.
    /// </summary>
    public static void Tensor<TTile, TFormat, TA, TB, TEpilogue, TMath>(
        ArrayView<short> a, ArrayView<short> b, EpilogueOperands<float> operands, ArrayView<float> c, BufferedShape shape,
        MatMulBatch batch, TEpilogue epilogue)
        where TTile : unmanaged, ITensorTile
        where TFormat : unmanaged, ITensorFormat
        where TA : unmanaged, IOperandOrder
        where TB : unmanaged, IOperandOrder
        where TEpilogue : unmanaged, IMatMulEpilogue<TEpilogue>
        where TMath : unmanaged, IScalarMath<float>
    {
        var product = batch.First + Grid.IdxY;
        TensorCoreMatMul.Kernel<TTile, TFormat, TA, TB, TEpilogue, TMath>(
            batch.A(a, product, TFormat.Bytes / 2), batch.B(b, product, TFormat.Bytes / 2), operands, batch.C(c, product), shape,
            epilogue);
    }
}
