using System.Runtime.Intrinsics;
using GpuNet.Kernels;
using ILGPU;

namespace GpuNet.Operations;

/// <summary>
/// Large products on a processor: a launch packs all B, one packs those A that need it, and one each multiplies those whose A is in
/// panels and those whose A is read where it lies. The bits are those of single products.
/// </summary>
/// <remarks>While they run, the panels take as much memory as the matrices that are in them.</remarks>
/// <typeparam name="TTile">The tile that suits the device.</typeparam>
internal sealed class GroupedPackedMatMul<TTile> : IGroupedLaunch where TTile : unmanaged, IPackedTile
{
    private readonly GroupTable<GroupedProduct<PackedShape>>? _withPanelsOfA, _withRowsOfA;
    private readonly GroupTable<GroupedPanels>? _panelsOfA;
    private readonly GroupTable<GroupedPanels> _panelsOfB;
    private readonly long _stepsOfA, _stepsOfB;

    internal GroupedPackedMatMul(Device device, GroupedProduct<MatMulShape>[] products)
    {
        List<GroupedPanels> panelsOfA = [], panelsOfB = [];
        List<GroupedProduct<PackedShape>> withPanelsOfA = [], withRowsOfA = [];
        foreach (var product in products)
        {
            var shape = product.Shape;
            var startA = product.StartA;
            var needsPanels = PackedMatMulPlan.NeedsPanels(shape);
            if (needsPanels)
            {
                startA = (int)_stepsOfA;
                panelsOfA.Add(new GroupedPanels
                {
                    Lines = shape.M, Steps = shape.K, LineStride = shape.ARow, StepStride = shape.AColumn, Start = product.StartA,
                    StartOfPanels = startA,
                });
                _stepsOfA += (long)PanelPacking.Panels(shape.M, TTile.Rows) * shape.K;
            }
            (needsPanels ? withPanelsOfA : withRowsOfA).Add(new GroupedProduct<PackedShape>
            {
                Shape = needsPanels ? Packed<PanelRows>(shape) : Packed<MatrixRows>(shape),
                StartA = startA, StartB = (int)_stepsOfB, StartC = product.StartC,
            });
            panelsOfB.Add(new GroupedPanels
            {
                Lines = shape.N, Steps = shape.K, LineStride = shape.BColumn, StepStride = shape.BRow, Start = product.StartB,
                StartOfPanels = (int)_stepsOfB,
            });
            _stepsOfB += (long)PanelPacking.Panels(shape.N, TTile.Columns) * shape.K;
        }
        _panelsOfB = Panels(panelsOfB, TTile.Columns)!;
        _panelsOfA = Panels(panelsOfA, TTile.Rows);
        _withPanelsOfA = Products(withPanelsOfA);
        _withRowsOfA = Products(withRowsOfA);

        GroupTable<GroupedPanels>? Panels(List<GroupedPanels> panels, int width) => panels.Count == 0
            ? null
            : new(device, [.. panels], matrix => PanelPacking.Groups(matrix.Lines, matrix.Steps, width));

        GroupTable<GroupedProduct<PackedShape>>? Products(List<GroupedProduct<PackedShape>> packed) => packed.Count == 0
            ? null
            : new(device, [.. packed], product => PackedMatMul.Groups<TTile>(product.Shape.M, product.Shape.N));
    }

    public void Run(Tensor a, Tensor b, Tensor c)
    {
        if (c.Device.MathMode == MathMode.Fast) Run<FastMath>(a, b, c);
        else Run<PortableMath>(a, b, c);
    }

    private static PackedShape Packed<TRows>(in MatMulShape shape) where TRows : unmanaged, IPackedRows
    {
        var packed = PackedShape.Of<TTile, TRows>(shape, transposesC: false);
        packed.BlockTiles = PackedMatMulLaunch.BlockTiles<TTile>(shape.K);
        return packed;
    }

    private void Run<TMath>(Tensor a, Tensor b, Tensor c) where TMath : unmanaged, IScalarMath<float>
    {
        var device = c.Device;
        using var panelsOfA = new Scratch<float>(device, Math.Max(1, _stepsOfA * TTile.Rows));
        using var panelsOfB = new Scratch<float>(device, _stepsOfB * TTile.Columns);
        Pack<PanelOfColumns<TTile>>(device, _panelsOfB, b.View<float>(), panelsOfB.View);
        if (_panelsOfA is not null) Pack<PanelOfRows<TTile>>(device, _panelsOfA, a.View<float>(), panelsOfA.View);
        Multiply<PanelRows, TMath>(device, _withPanelsOfA, panelsOfA.View, panelsOfB.View, c.View<float>());
        Multiply<MatrixRows, TMath>(device, _withRowsOfA, a.View<float>(), panelsOfB.View, c.View<float>());
    }

    private static void Pack<TPanel>(Device device, GroupTable<GroupedPanels> matrices, ArrayView<float> source, ArrayView<float> panels)
        where TPanel : unmanaged, IPanel =>
        (TTile.Width == 1 ? PackLaunchers<TPanel>.ByItem : PackLaunchers<TPanel>.AlongLines).Launch(
            device, new KernelConfig(matrices.Count, TTile.Width), source, panels, matrices.Entries, matrices.Blocks);

    private static void Multiply<TRows, TMath>(
        Device device, GroupTable<GroupedProduct<PackedShape>>? products, ArrayView<float> a, ArrayView<float> b, ArrayView<float> c)
        where TRows : unmanaged, IPackedRows
        where TMath : unmanaged, IScalarMath<float>
    {
        if (products is null) return;
        (TTile.Width == 1 ? Launchers<TRows, TMath>.ByItem : Launchers<TRows, TMath>.ByGroup).Launch(
            device, new KernelConfig(products.Count, TTile.Width), a, b, c, products.Entries, products.Blocks);
    }

    private static class PackLaunchers<TPanel> where TPanel : unmanaged, IPanel
    {
        internal static readonly GroupKernel<ArrayView<float>, ArrayView<float>, ArrayView<GroupedPanels>, ArrayView<GroupedBlock>>
            AlongLines = new(GroupedPanelPacking.AlongLines<TPanel, float>);

        internal static readonly GroupKernel<ArrayView<float>, ArrayView<float>, ArrayView<GroupedPanels>, ArrayView<GroupedBlock>>
            ByItem = new(GroupedPanelPacking.ByItem<TPanel, float>);
    }

    private static class Launchers<TRows, TMath>
        where TRows : unmanaged, IPackedRows
        where TMath : unmanaged, IScalarMath<float>
    {
        internal static readonly GroupKernel<
            ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<GroupedProduct<PackedShape>>, ArrayView<GroupedBlock>>
            ByGroup = new(GroupedMatMulKernels.Packed<TTile, TRows, float, TMath>);

        internal static readonly GroupKernel<
            ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<GroupedProduct<PackedShape>>, ArrayView<GroupedBlock>>
            ByItem = new(GroupedMatMulKernels.PackedTile<TTile, TRows, float, TMath>);
    }
}

/// <summary>Picks the tile, as <see cref="PackedMatMulLaunch"/> does.</summary>
internal static class GroupedPackedMatMul
{
    internal static IGroupedLaunch For(Device device, GroupedProduct<MatMulShape>[] products) =>
        (device.Kind == DeviceKind.OpenCl, Vector512.IsHardwareAccelerated) switch
        {
            (true, true) => new GroupedPackedMatMul<ItemTile8x16>(device, products),
            (true, false) => new GroupedPackedMatMul<ItemTile6x16>(device, products),
            (false, true) => new GroupedPackedMatMul<PackedTile12x32>(device, products),
            (false, false) => new GroupedPackedMatMul<PackedTile6x16>(device, products),
        };
}
