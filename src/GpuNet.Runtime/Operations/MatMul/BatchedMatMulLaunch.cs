using System.Numerics;
using GpuNet.Kernels;
using ILGPU;

namespace GpuNet.Operations;

/// <summary>
/// Launches the products of a batch of matrices: all in one launch where they are small, one after the other where each
/// is worth packing, or where a library multiplies.
/// </summary>
internal static class BatchedMatMulLaunch
{
    /// <summary>C = op(A) op(B) for each of the matrices of C [batch, m, n].</summary>
    /// <param name="operation">The operation's name, for messages.</param>
    /// <param name="a">Matrices of A.</param>
    /// <param name="b">Matrices of B.</param>
    /// <param name="c">Matrices of C.</param>
    /// <param name="shape">The shape of each product.</param>
    /// <param name="matrices">Which matrices of A and B belong together.</param>
    internal static void Run(
        string operation, Tensor a, Tensor b, Tensor c, MatMulShape shape, BroadcastShape matrices)
    {
        if (c.Count == 0) return;
        var batch = new MatMulBatch
        {
            Matrices = matrices, SizeA = shape.M * shape.K, SizeB = shape.K * shape.N, SizeC = shape.M * shape.N,
        };
        if (Autocast.Current != Precision.Float32 && a.DType == DType.Float32)
            RoundedMatMul.Run(operation, a, b, c, shape, batch, Autocast.Current);
        else RunAsTheyAre(operation, a, b, c, shape, batch);
    }

    /// <summary>The same without a look at the precision that was asked for.</summary>
    internal static void RunAsTheyAre(
        string operation, Tensor a, Tensor b, Tensor c, MatMulShape shape, in MatMulBatch batch)
    {
        var device = c.Device;
        if (device.Gemm is not null || (IsLarge(shape) && PackedMatMulLaunch.Suits(c, shape)))
        {
            OneByOne(operation, a, b, c, shape, batch);
        }
        else if (device.IsProcessor && MatMulLaunch.NeedsTransposing(shape) && !ThinMatMulLaunch.Suits(device, shape))
        {
            using var columnsAdjacent = Tensor.Uninitialized(b.Shape, b.DType, device);
            if (b.Count > 0) Transposition.Into(b, shape.N, shape.K, columnsAdjacent);
            (shape.BRow, shape.BColumn) = (shape.N, 1);
            NumberType.Dispatch(operation, a, new Launch(a, columnsAdjacent, c, shape, batch));
        }
        else
        {
            NumberType.Dispatch(operation, a, new Launch(a, b, c, shape, batch));
        }
    }

    /// <summary>Whether a product is worth a launch of its own.</summary>
    internal static bool IsLarge(in MatMulShape shape) => (long)shape.M * shape.N * shape.K >= PackedMatMulLaunch.LeastProducts;

    private static void OneByOne(
        string operation, Tensor a, Tensor b, Tensor c, in MatMulShape shape, in MatMulBatch batch)
    {
        for (var product = 0; product < c.Count / batch.SizeC; product++)
        {
            using var matrixA = a.ViewAs([batch.SizeA], batch.Matrices.OffsetA(product) * batch.SizeA);
            using var matrixB = b.ViewAs([batch.SizeB], batch.Matrices.OffsetB(product) * batch.SizeB);
            using var matrixC = c.ViewAs([shape.M, shape.N], product * batch.SizeC);
            MatMulLaunch.RunAsTheyAre<StoreSum>(operation, matrixA, matrixB, default, matrixC, shape, default);
        }
    }

    private readonly struct Launch(Tensor a, Tensor b, Tensor c, MatMulShape shape, MatMulBatch batch) : ILaunch
    {
        public void Run<T, TMath>() where T : unmanaged, INumber<T> where TMath : unmanaged, IScalarMath<T>
        {
            foreach (var part in new ProductBatch(batch, c.Count / batch.SizeC).Launches) Run<T, TMath>(c.Device, part);
        }

        private void Run<T, TMath>(Device device, ProductBatch part)
            where T : unmanaged, INumber<T>
            where TMath : unmanaged, IScalarMath<T>
        {
            var (viewA, viewB, viewC) = (a.View<T>(), b.View<T>(), c.View<T>());
            var operands = EpilogueOperands<T>.Of(viewC);
            if (ThinMatMulLaunch.Suits(device, shape))
            {
                ThinMatMulLaunch.Run<T, TMath>(device, viewA, viewB, viewC, shape, part);
            }
            else if (LaunchShape.ItemHasLanes(device))
            {
                Launchers<T, TMath>.Panel.Launch(
                    device, part.Products * PanelMatMul.Items(shape.M, shape.N), viewA, viewB, operands, viewC, shape,
                    part.Matrices, default);
            }
            else if (device.IsProcessor)
            {
                var width = LaunchShape.GroupSize(device);
                var groups = new Index3D(RegisterMatMul.Groups(shape.M, shape.N, width), part.Products, 1);
                Launchers<T, TMath>.Register.Launch(
                    device, new KernelConfig(groups, new Index3D(width, 1, 1)), viewA, viewB, operands, viewC, shape,
                    part.Matrices, default);
            }
            else if (typeof(T) == typeof(float) && BufferedMatMulDevices.Include(device))
            {
                new GpuMatMulLaunch<StoreSum>(a, b, default, c, shape, default, part).Run();
            }
            else
            {
                TiledMatMulLaunch.Run<StoreSum, T, TMath>(device, viewA, viewB, operands, viewC, shape, default, part);
            }
        }
    }

    private static class Launchers<T, TMath> where T : unmanaged, INumber<T> where TMath : unmanaged, IScalarMath<T>
    {
        internal static readonly GroupKernel<
            ArrayView<T>, ArrayView<T>, EpilogueOperands<T>, ArrayView<T>, MatMulShape, MatMulBatch, StoreSum>
            Register = new(BatchedMatMulKernels.Register<StoreSum, T, TMath>);

        internal static readonly ItemKernel<
            ArrayView<T>, ArrayView<T>, EpilogueOperands<T>, ArrayView<T>, MatMulShape, MatMulBatch, StoreSum>
            Panel = new(BatchedMatMulKernels.Panel<StoreSum, T, TMath>, MatMulLaunch.PanelsPerGroup);
    }
}
