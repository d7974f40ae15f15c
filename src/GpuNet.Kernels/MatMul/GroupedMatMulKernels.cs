using System.Numerics;
using ILGPU;

namespace GpuNet.Kernels;

/// <summary>
/// Many products of small matrices of differing shapes in a launch. Each is computed as by the kernel of the same name for one product:
/// <c>owners</c> says of each group, or item, which of the <c>products</c> it works on.
/// </summary>
/// <remarks>Numerics: see <see cref="ReferenceMatMul"/>; the same bits.</remarks>
public static class GroupedMatMulKernels
{
    /// <summary><see cref="RegisterMatMul"/> for each product. Launch: the groups of all products along x.</summary>
    public static void Register<T, TMath>(
        ArrayView<T> a, ArrayView<T> b, ArrayView<T> c, ArrayView<GroupedProduct> products, ArrayView<int> owners)
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var product = products[owners[Grid.IdxX]];
        RegisterMatMul.Block<StoreSum, T, TMath>(
            Grid.IdxX - product.First, product.A(a), product.B(b), EpilogueOperands<T>.Of(a), product.C(c), product.Shape, default);
    }

    /// <summary><see cref="PanelMatMul"/> for each product. Launch: auto-grouped, the items of all products.</summary>
    public static void Panel<T, TMath>(
        Index1D index, ArrayView<T> a, ArrayView<T> b, ArrayView<T> c, ArrayView<GroupedProduct> products, ArrayView<int> owners)
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var product = products[owners[index]];
        PanelMatMul.Kernel<StoreSum, T, TMath>(
            index.X - product.First, product.A(a), product.B(b), EpilogueOperands<T>.Of(a), product.C(c), product.Shape, default);
    }

    /// <summary><see cref="TiledMatMul"/> for each product. Launch: the groups of all products along x.</summary>
    public static void Tiled<TTile, T, TMath>(
        ArrayView<T> a, ArrayView<T> b, ArrayView<T> c, ArrayView<GroupedProduct> products, ArrayView<int> owners)
        where TTile : unmanaged, ITile
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var product = products[owners[Grid.IdxX]];
        TiledMatMul.Block<TTile, StoreSum, T, TMath>(
            Grid.IdxX - product.First, product.A(a), product.B(b), EpilogueOperands<T>.Of(a), product.C(c), product.Shape, default);
    }
}
