using GpuNet.Kernels;
using ILGPU;

namespace GpuNet.Operations;

/// <summary>Products of floats on a large GPU in a launch of the double-buffered kernel; all lie in memory in the same order.</summary>
/// <typeparam name="TTile">The tile.</typeparam>
internal sealed class GroupedBufferedMatMul<TTile>(Device device, GroupedProduct<MatMulShape>[] products) : IGroupedLaunch
    where TTile : unmanaged, IBufferedTile
{
    private readonly MatMulShape _order = products[0].Shape;
    private readonly GroupTable<GroupedProduct<BufferedShape>> _table = new(
        device,
        Array.ConvertAll(products, product => new GroupedProduct<BufferedShape>
        {
            Shape = BufferedShape.At(product.Shape, product.StartA, product.StartB, product.StartC),
            StartA = product.StartA, StartB = product.StartB, StartC = product.StartC,
        }),
        product => BufferedMatMul.Groups<TTile>(product.Shape.Product.M, product.Shape.Product.N));

    public void Run(Tensor a, Tensor b, Tensor c) => OperandOrders.Dispatch(c.Device, _order, new Launch(_table, a, b, c));

    private readonly struct Launch(GroupTable<GroupedProduct<BufferedShape>> table, Tensor a, Tensor b, Tensor c) : IOrderedLaunch
    {
        public void Run<TA, TB, TMath>()
            where TA : unmanaged, IOperandOrder
            where TB : unmanaged, IOperandOrder
            where TMath : unmanaged, IScalarMath<float>
        {
            (BufferedMatMulDevices.CopyByThemselves(c.Device) ? Launchers<TA, TB, TMath>.ByDevice : Launchers<TA, TB, TMath>.ByItems).Launch(
                c.Device, new KernelConfig(table.Count, TTile.Items), a.View<float>(), b.View<float>(), c.View<float>(), table.Entries,
                table.Blocks);
        }
    }

    private static class Launchers<TA, TB, TMath>
        where TA : unmanaged, IOperandOrder
        where TB : unmanaged, IOperandOrder
        where TMath : unmanaged, IScalarMath<float>
    {
        internal static readonly GroupKernel<
            ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<GroupedProduct<BufferedShape>>, ArrayView<GroupedBlock>>
            ByDevice = new(GroupedMatMulKernels.Buffered<TTile, TA, TB, CopyByDevice, TMath>);

        internal static readonly GroupKernel<
            ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<GroupedProduct<BufferedShape>>, ArrayView<GroupedBlock>>
            ByItems = new(GroupedMatMulKernels.Buffered<TTile, TA, TB, CopyByItems, TMath>);
    }
}
