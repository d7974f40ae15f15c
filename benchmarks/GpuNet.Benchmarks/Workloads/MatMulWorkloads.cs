using GpuNet.Kernels;
using ILGPU;
using ILGPU.Runtime;

namespace GpuNet.Benchmarks.Workloads;

/// <summary>
/// Matrix products: squares, and those of a linear layer of [batch, in] rows and an [out, in] weight, named batch x in x out:
/// forward y = x W^T, backward dx = dy W and dw = dy^T x.
/// </summary>
public static class MatMulWorkloads
{
    // Whole tiles, and sides of which nothing is a multiple.
    private static readonly int[] TiledSides = [1024, 1001];
    private static readonly int[] Squares = [512, 1024, 2048];
    private static readonly (int Batch, int In, int Out)[] Layers =
        [(1, 784, 512), (1, 4096, 4096), (128, 784, 512), (512, 784, 512), (512, 2048, 2048)];

    /// <summary>The squares, then each layer forward and backward.</summary>
    public static IEnumerable<Workload> Create(int limit = WorkloadCatalog.Unlimited) =>
    [
        .. Squares.Select(side => Square(side, Math.Min(side, limit))),
        .. Layers.SelectMany(layer => Layer(
            $"matmul/{layer.Batch}x{layer.In}x{layer.Out}",
            Math.Min(layer.Batch, limit),
            Math.Min(layer.In, limit),
            Math.Min(layer.Out, limit))),
        .. TiledSides.Select(side => Tiled(side, Math.Min(side, limit))),
    ];

    /// <summary>The kernel for GPUs, with its tiles in shared memory, on whatever device: groups of 16 x 16 items.</summary>
    private static Workload Tiled(int name, int side) => new($"tiled-matmul/{name}", new Amount(Operations: 2.0 * side * side * side), device =>
    {
        var kernel = device.Accelerator.LoadStreamKernel<
            ArrayView<float>, ArrayView<float>, EpilogueOperands<float>, ArrayView<float>, MatMulShape, StoreSum>(
            TiledMatMul.Kernel<Tile16, StoreSum, float, PortableMath>);
        var (a, b, c) = (Operand(), Operand(), Operand());
        var groups = new KernelConfig(
            new Index3D(TiledMatMul.Groups<Tile16>(side, side), 1, 1), new Index3D(Tile16.Side, Tile16.Side, 1));
        return () => kernel(groups, a, b, EpilogueOperands<float>.Of(c), c, MatMulShape.Dense(side, side, side), default);

        ArrayView<float> Operand()
        {
            var buffer = device.Accelerator.Allocate1D<float>(side * side);
            buffer.CopyFromCPU([.. Enumerable.Range(0, side * side).Select(i => i % 17 - 8f)]);
            return buffer.View.BaseView;
        }
    });

    private static Workload Square(int name, int side) =>
        Product($"matmul/{name}", [side, side], [side, side], side, (a, b) => a.MatMul(b));

    private static IEnumerable<Workload> Layer(string name, int batch, int inputs, int outputs)
    {
        Shape x = [batch, inputs], w = [outputs, inputs], dy = [batch, outputs];
        yield return Product(name, x, w, inputs, (a, b) => a.MatMul(b, transposeOther: true));
        yield return Product($"{name}/dx", dy, w, outputs, (a, b) => a.MatMul(b));
        yield return Product($"{name}/dw", dy, x, batch, (a, b) => a.MatMul(b, transposeThis: true));
    }

    private static Workload Product(string name, Shape left, Shape right, int depth, Func<Tensor, Tensor, Tensor> multiply)
    {
        // Each element of both operands takes part in as many products as the other's free extent.
        double operations = 2.0 * left.Count * right.Count / depth;
        return new(name, new Amount(Operations: operations), device =>
        {
            Tensor a = Inputs.Normal(left, device), b = Inputs.Normal(right, device);
            return Inputs.Discarding(() => multiply(a, b));
        });
    }
}
