using GpuNet.Kernels;

namespace GpuNet.Operations;

/// <summary>
/// Products of matrices of differing shapes that lie in common buffers, in a number of launches that does not depend on how many there
/// are.
/// </summary>
/// <remarks>
/// Small ones read their operands where they lie; processors do so much faster where columns of B are adjacent. Large ones of floats
/// are multiplied as single ones are: from panels on processors (<see cref="GroupedPackedMatMul"/>), in buffered tiles on large GPUs
/// (<see cref="GroupedBufferedMatMul{TTile}"/>). A library that the device was told to use (<see cref="Device.Gemm"/>) multiplies none
/// of them: it would take a launch for each.
/// </remarks>
internal sealed class GroupedMatMul
{
    private readonly List<IGroupedLaunch> _launches = [];

    /// <summary>Sets the shapes and where the matrices lie.</summary>
    /// <param name="device">The device of the products.</param>
    /// <param name="type">The type of their elements.</param>
    /// <param name="products">Shapes and starts.</param>
    internal GroupedMatMul(Device device, DType type, IEnumerable<GroupedProduct<MatMulShape>> products)
    {
        var isFloat = type == DType.Float32;
        var bySize = products.Where(product => product.Shape is { M: > 0, N: > 0 }).ToLookup(product =>
            isFloat && BatchedMatMulLaunch.IsLarge(product.Shape) && PackedMatMulLaunch.Fits(product.Shape));
        foreach (var ofSize in bySize)
        {
            if (isFloat && BufferedMatMulDevices.Include(device)) AddTiled(device, [.. ofSize]);
            else if (ofSize.Key && device.IsProcessor) _launches.Add(GroupedPackedMatMul.For(device, [.. ofSize]));
            else _launches.Add(new GroupedSmallMatMul(device, [.. ofSize], TiledMatMulLaunch.LargestSide(device)));
        }
    }

    private void AddTiled(Device device, GroupedProduct<MatMulShape>[] products)
    {
        var tile = GpuMatMulHeuristics.Choose(products, device.Accelerator.NumMultiprocessors);
        if (tile <= GpuMatMulTile.Tiled64x64)
        {
            _launches.Add(new GroupedSmallMatMul(device, products, side: tile == GpuMatMulTile.Tiled64x64 ? 16 : 8));
            return;
        }
        foreach (var inOrder in products.GroupBy(product =>
            (BufferedShape.LinesAreAdjacentInA(product.Shape), BufferedShape.LinesAreAdjacentInB(product.Shape))))
        {
            _launches.Add(tile switch
            {
                GpuMatMulTile.Buffered64x64 => new GroupedBufferedMatMul<BufferedTile64x64>(device, [.. inOrder]),
                GpuMatMulTile.Buffered128x64 => new GroupedBufferedMatMul<BufferedTile128x64>(device, [.. inOrder]),
                _ => new GroupedBufferedMatMul<BufferedTile128x128>(device, [.. inOrder]),
            });
        }
    }

    /// <summary>Multiplies all of them as they are, whatever <see cref="Autocast"/> says; what of C belongs to none stays as it is.</summary>
    /// <param name="a">The matrices of A; it begins where its memory does, as the others do.</param>
    /// <param name="b">The matrices of B.</param>
    /// <param name="c">The matrices of C.</param>
    internal void Run(Tensor a, Tensor b, Tensor c)
    {
        c.WillChange();
        foreach (var launch in _launches) launch.Run(a, b, c);
        // Their memory must not be used again before the last launch has it.
        GC.KeepAlive(a);
        GC.KeepAlive(b);
        GC.KeepAlive(c);
    }
}
