using System.Numerics;
using System.Runtime.InteropServices;
using GpuNet.Kernels;
using ILGPU;

namespace GpuNet.Operations;

/// <summary>
/// Products of matrices of differing shapes that lie in common buffers: all small ones in one launch. Large ones, which take longer
/// than launches do, and all where a library multiplies, have launches of their own.
/// </summary>
/// <remarks>
/// The shared launch reads operands where they lie. From four million multiplications on that is no gain where both lie along rows,
/// and loses several times over where the second is transposed, as in Muon's X Xᵀ: only panels, packed for each product, put its
/// columns side by side.
/// </remarks>
internal sealed class GroupedMatMul
{
    private readonly GroupedProduct[] _large;
    private readonly Tensor? _products;
    private readonly Tensor? _owners;

    /// <summary>Sets the shapes and where the matrices lie.</summary>
    /// <param name="device">The device of the products.</param>
    /// <param name="products">Shapes and starts; <see cref="GroupedProduct.First"/> is set here.</param>
    internal GroupedMatMul(Device device, IEnumerable<GroupedProduct> products)
    {
        var bySize = products.Where(product => product.Shape.M > 0 && product.Shape.N > 0).ToLookup(product =>
            device.Gemm is not null || BatchedMatMulLaunch.IsLarge(product.Shape));
        _large = [.. bySize[true]];
        GroupedProduct[] small = [.. bySize[false]];
        if (small.Length == 0) return;
        List<int> owners = [];
        for (var i = 0; i < small.Length; i++)
        {
            small[i].First = owners.Count;
            owners.AddRange(Enumerable.Repeat(i, Blocks(device, small[i].Shape)));
        }
        _products = Tensor.From<int>(MemoryMarshal.Cast<GroupedProduct, int>(small), device).Keep();
        _owners = Tensor.From<int>([.. owners], device).Keep();
    }

    /// <summary>Multiplies all of them as they are, whatever <see cref="Autocast"/> says; what of C belongs to none stays as it is.</summary>
    internal void Run(Tensor a, Tensor b, Tensor c)
    {
        c.WillChange();
        if (_products is not null) NumberType.Dispatch("MatMul", a, new Launch(this, a, b, c));
        foreach (var product in _large)
        {
            var shape = product.Shape;
            using var matrixA = a.ViewAs([shape.M * shape.K], product.StartA);
            using var matrixB = b.ViewAs([shape.K * shape.N], product.StartB);
            using var matrixC = c.ViewAs([shape.M, shape.N], product.StartC);
            MatMulLaunch.RunAsTheyAre<StoreSum>("MatMul", matrixA, matrixB, default, matrixC, shape, default);
        }
    }

    /// <summary>The groups, or items, of a product by the kernel that <see cref="Launch"/> takes.</summary>
    private static int Blocks(Device device, in MatMulShape shape)
    {
        if (LaunchShape.ItemHasLanes(device)) return PanelMatMul.Items(shape.M, shape.N);
        return device.IsProcessor
            ? RegisterMatMul.Groups(shape.M, shape.N, LaunchShape.GroupSize(device))
            : TiledMatMul.Groups(TiledMatMulLaunch.LargestSide(device), shape.M, shape.N);
    }

    private readonly struct Launch(GroupedMatMul grouped, Tensor a, Tensor b, Tensor c) : ILaunch
    {
        public void Run<T, TMath>() where T : unmanaged, INumber<T> where TMath : unmanaged, IScalarMath<T>
        {
            var device = c.Device;
            var (products, owners) = (grouped._products!.View<int>().Cast<GroupedProduct>(), grouped._owners!);
            if (LaunchShape.ItemHasLanes(device))
            {
                Launchers<T, TMath>.Panel.Launch(
                    device, owners.Count, a.View<T>(), b.View<T>(), c.View<T>(), products, owners.View<int>());
                return;
            }
            if (device.IsProcessor)
            {
                Launchers<T, TMath>.Register.Launch(
                    device, new KernelConfig(owners.Count, LaunchShape.GroupSize(device)), a.View<T>(), b.View<T>(), c.View<T>(),
                    products, owners.View<int>());
                return;
            }
            switch (TiledMatMulLaunch.LargestSide(device))
            {
                case 16: Tiled<T, TMath, Tile16>(products, owners); break;
                case 8: Tiled<T, TMath, Tile8>(products, owners); break;
                default: Tiled<T, TMath, Tile4>(products, owners); break;
            }
        }

        private void Tiled<T, TMath, TTile>(ArrayView<GroupedProduct> products, Tensor owners)
            where T : unmanaged, INumber<T>
            where TMath : unmanaged, IScalarMath<T>
            where TTile : unmanaged, ITile =>
            TiledLaunchers<T, TMath, TTile>.Kernel.Launch(
                c.Device, new KernelConfig(new Index3D(owners.Count, 1, 1), new Index3D(TTile.Side, TTile.Side, 1)),
                a.View<T>(), b.View<T>(), c.View<T>(), products, owners.View<int>());
    }

    private static class Launchers<T, TMath> where T : unmanaged, INumber<T> where TMath : unmanaged, IScalarMath<T>
    {
        internal static readonly GroupKernel<
            ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<GroupedProduct>, ArrayView<int>>
            Register = new(GroupedMatMulKernels.Register<T, TMath>);

        internal static readonly ItemKernel<
            ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<GroupedProduct>, ArrayView<int>>
            Panel = new(GroupedMatMulKernels.Panel<T, TMath>, MatMulLaunch.PanelsPerGroup);
    }

    private static class TiledLaunchers<T, TMath, TTile>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
        where TTile : unmanaged, ITile
    {
        internal static readonly GroupKernel<
            ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<GroupedProduct>, ArrayView<int>>
            Kernel = new(GroupedMatMulKernels.Tiled<TTile, T, TMath>);
    }
}
