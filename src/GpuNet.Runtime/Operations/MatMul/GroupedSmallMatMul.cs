using System.Numerics;
using GpuNet.Kernels;
using ILGPU;

namespace GpuNet.Operations;

/// <summary>Products in one launch of the kernel that reads its operands where they lie and suits the device.</summary>
/// <param name="device">The device.</param>
/// <param name="products">The products.</param>
/// <param name="side">The side of a GPU's tiles: 16, 8 or 4.</param>
internal sealed class GroupedSmallMatMul(Device device, GroupedProduct<MatMulShape>[] products, int side) : IGroupedLaunch
{
    private readonly GroupTable<GroupedProduct<MatMulShape>> _table = new(
        device, products, product => Blocks(device, product.Shape, side));

    public void Run(Tensor a, Tensor b, Tensor c) => NumberType.Dispatch("MatMul", a, new Launch(_table, side, a, b, c));

    /// <summary>The groups, or items, of a product by the kernel that <see cref="Launch"/> takes.</summary>
    private static int Blocks(Device device, in MatMulShape shape, int side)
    {
        if (LaunchShape.ItemHasLanes(device)) return PanelMatMul.Items(shape.M, shape.N);
        return device.IsProcessor
            ? RegisterMatMul.Groups(shape.M, shape.N, LaunchShape.GroupSize(device))
            : TiledMatMul.Groups(side, shape.M, shape.N);
    }

    private readonly struct Launch(GroupTable<GroupedProduct<MatMulShape>> table, int side, Tensor a, Tensor b, Tensor c) : ILaunch
    {
        public void Run<T, TMath>() where T : unmanaged, INumber<T> where TMath : unmanaged, IScalarMath<T>
        {
            var device = c.Device;
            if (LaunchShape.ItemHasLanes(device))
            {
                Launchers<T, TMath>.Panel.Launch(
                    device, table.Count, a.View<T>(), b.View<T>(), c.View<T>(), table.Entries, table.Blocks);
                return;
            }
            if (device.IsProcessor)
            {
                Launchers<T, TMath>.Register.Launch(
                    device, new KernelConfig(table.Count, LaunchShape.GroupSize(device)), a.View<T>(), b.View<T>(), c.View<T>(),
                    table.Entries, table.Blocks);
                return;
            }
            switch (side)
            {
                case 16: Tiled<T, TMath, Tile16>(); break;
                case 8: Tiled<T, TMath, Tile8>(); break;
                default: Tiled<T, TMath, Tile4>(); break;
            }
        }

        private void Tiled<T, TMath, TTile>()
            where T : unmanaged, INumber<T>
            where TMath : unmanaged, IScalarMath<T>
            where TTile : unmanaged, ITile =>
            TiledLaunchers<T, TMath, TTile>.Kernel.Launch(
                c.Device, new KernelConfig(new Index3D(table.Count, 1, 1), new Index3D(TTile.Side, TTile.Side, 1)),
                a.View<T>(), b.View<T>(), c.View<T>(), table.Entries, table.Blocks);
    }

    private static class Launchers<T, TMath> where T : unmanaged, INumber<T> where TMath : unmanaged, IScalarMath<T>
    {
        internal static readonly GroupKernel<
            ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<GroupedProduct<MatMulShape>>, ArrayView<GroupedBlock>>
            Register = new(GroupedMatMulKernels.Register<T, TMath>);

        internal static readonly ItemKernel<
            ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<GroupedProduct<MatMulShape>>, ArrayView<GroupedBlock>>
            Panel = new(GroupedMatMulKernels.Panel<T, TMath>, MatMulLaunch.PanelsPerGroup);
    }

    private static class TiledLaunchers<T, TMath, TTile>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
        where TTile : unmanaged, ITile
    {
        internal static readonly GroupKernel<
            ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<GroupedProduct<MatMulShape>>, ArrayView<GroupedBlock>>
            Kernel = new(GroupedMatMulKernels.Tiled<TTile, T, TMath>);
    }
}
