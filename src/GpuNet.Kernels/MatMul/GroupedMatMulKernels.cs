using System.Numerics;
using ILGPU;

namespace GpuNet.Kernels;

/// <summary>
/// Many products of matrices of differing shapes in a launch. Each is computed as by the kernel of the same name for one product:
/// <c>blocks</c> says of each group, or item, which of the <c>products</c> it works on.
/// </summary>
/// <remarks>Numerics: see <see cref="ReferenceMatMul"/>; the same bits.</remarks>
public static class GroupedMatMulKernels
{
    /// <summary><see cref="RegisterMatMul"/> for each product. Launch: the groups of all products along x.</summary>
    public static void Register<T, TMath>(
        ArrayView<T> a, ArrayView<T> b, ArrayView<T> c, ArrayView<GroupedProduct<MatMulShape>> products, ArrayView<GroupedBlock> blocks)
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var block = blocks[Grid.IdxX];
        var product = products[block.Owner];
        RegisterMatMul.Block<StoreSum, T, TMath>(
            block.Block, product.A(a), product.B(b), EpilogueOperands<T>.Of(a), product.C(c), product.Shape, default);
    }

    /// <summary><see cref="PanelMatMul"/> for each product. Launch: auto-grouped, the items of all products.</summary>
    public static void Panel<T, TMath>(
        Index1D index, ArrayView<T> a, ArrayView<T> b, ArrayView<T> c, ArrayView<GroupedProduct<MatMulShape>> products,
        ArrayView<GroupedBlock> blocks)
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var block = blocks[index];
        var product = products[block.Owner];
        PanelMatMul.Kernel<StoreSum, T, TMath>(
            block.Block, product.A(a), product.B(b), EpilogueOperands<T>.Of(a), product.C(c), product.Shape, default);
    }

    /// <summary>
    /// <see cref="PackedMatMul"/> for each product, all steps of k at once. Launch: the groups of all products along x.
    /// </summary>
    public static void Packed<TTile, TRows, T, TMath>(
        ArrayView<T> a, ArrayView<T> b, ArrayView<T> c, ArrayView<GroupedProduct<PackedShape>> products, ArrayView<GroupedBlock> blocks)
        where TTile : unmanaged, IPackedTile
        where TRows : unmanaged, IPackedRows
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var block = blocks[Grid.IdxX];
        var product = products[block.Owner];
        PackedMatMul.Block<TTile, TRows, StoreSum, T, TMath>(
            block.Block, product.A(a, TRows.IsPacked ? TTile.Rows : 1), product.B(b, TTile.Columns), c, EpilogueOperands<T>.Of(a),
            product.C(c), product.Shape, default);
    }

    /// <summary><see cref="PackedTileMatMul"/> for each product. Launch: the groups of all products along x.</summary>
    public static void PackedTile<TTile, TRows, T, TMath>(
        ArrayView<T> a, ArrayView<T> b, ArrayView<T> c, ArrayView<GroupedProduct<PackedShape>> products, ArrayView<GroupedBlock> blocks)
        where TTile : unmanaged, IPackedTile
        where TRows : unmanaged, IPackedRows
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var block = blocks[Grid.IdxX];
        var product = products[block.Owner];
        PackedTileMatMul.Block<TTile, TRows, StoreSum, T, TMath>(
            block.Block, product.A(a, TRows.IsPacked ? TTile.Rows : 1), product.B(b, TTile.Columns), EpilogueOperands<T>.Of(a),
            product.C(c), product.Shape, default);
    }

    /// <summary><see cref="TiledMatMul"/> for each product. Launch: the groups of all products along x.</summary>
    public static void Tiled<TTile, T, TMath>(
        ArrayView<T> a, ArrayView<T> b, ArrayView<T> c, ArrayView<GroupedProduct<MatMulShape>> products, ArrayView<GroupedBlock> blocks)
        where TTile : unmanaged, ITile
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var block = blocks[Grid.IdxX];
        var product = products[block.Owner];
        TiledMatMul.Block<TTile, StoreSum, T, TMath>(
            block.Block, product.A(a), product.B(b), EpilogueOperands<T>.Of(a), product.C(c), product.Shape, default);
    }

    /// <summary><see cref="BufferedMatMul"/> for each product. Launch: the groups of all products along x.</summary>
    public static void Buffered<TTile, TA, TB, TCopy, TMath>(
        ArrayView<float> a, ArrayView<float> b, ArrayView<float> c, ArrayView<GroupedProduct<BufferedShape>> products,
        ArrayView<GroupedBlock> blocks)
        where TTile : unmanaged, IBufferedTile
        where TA : unmanaged, IOperandOrder
        where TB : unmanaged, IOperandOrder
        where TCopy : unmanaged, ITileCopy
        where TMath : unmanaged, IScalarMath<float>
    {
        var block = blocks[Grid.IdxX];
        var product = products[block.Owner];
        BufferedMatMul.Block<TTile, TA, TB, TCopy, StoreSum, TMath>(
            block.Block, product.A(a), product.B(b), EpilogueOperands<float>.Of(a), product.C(c), product.Shape, default);
    }
}
