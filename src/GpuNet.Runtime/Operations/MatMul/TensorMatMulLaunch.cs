using GpuNet.Kernels;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;

namespace GpuNet.Operations;

/// <summary>
/// Products by the tensor cores of CUDA devices, of operands in a narrow format, or by the library that the device was told
/// to use; one, or a batch of them. What a product is, its format, its order in memory and its tile, are types of the kernel.
/// </summary>
internal static class TensorMatMulLaunch
{
    /// <summary>Whether the device has tensor cores that <see cref="TensorCoreMatMul"/> knows.</summary>
    internal static bool Suits(Device device) =>
        device.Accelerator is CudaAccelerator cuda && cuda.Architecture >= CudaArchitecture.SM_80;

    /// <summary>C = epilogue(A B).</summary>
    /// <param name="numbers">The format of A and B.</param>
    /// <param name="a">A; its view is of <typeparamref name="TNumber"/>s.</param>
    /// <param name="b">B.</param>
    /// <param name="operands">What the epilogue reads, of floats.</param>
    /// <param name="c">C, of floats; or in the format of A and B, where no library multiplies.</param>
    /// <param name="shape">The product; strides count numbers.</param>
    /// <param name="epilogue">What happens to a finished sum.</param>
    /// <param name="batch">Which matrices are multiplied, where they are several.</param>
    internal static void Run<TNumber, TEpilogue>(
        TensorNumbers numbers, Tensor a, Tensor b, EpilogueTensors operands, Tensor c, MatMulShape shape, TEpilogue epilogue,
        ProductBatch? batch = null)
        where TNumber : unmanaged
        where TEpilogue : unmanaged, IMatMulEpilogue<TEpilogue>
    {
        var (viewA, viewB) = (a.View<TNumber>(), b.View<TNumber>());
        var isNarrow = c.DType.IsNarrow();
        if (isNarrow) operands = operands with { Rounded = c };
        var product = new TensorProduct<TEpilogue>(
            numbers, viewA.Cast<short>(), viewB.Cast<short>(), operands.Views(TensorProduct<TEpilogue>.FloatsOf(c)), c,
            isNarrow ? BufferedShape.Of(shape, viewA, viewB, c.View<ushort>()) : BufferedShape.Of(shape, viewA, viewB, c.View<float>()),
            epilogue, batch);
        if (!product.RunByLibrary()) product.Run();
        GC.KeepAlive(a);
        GC.KeepAlive(b);
        GC.KeepAlive(operands.Bias);
        GC.KeepAlive(operands.Added);
        GC.KeepAlive(operands.Stream);
        GC.KeepAlive(operands.Rounded);
    }
}

/// <summary>A product, or a batch, with operands in units of 16 bits.</summary>
internal readonly struct TensorProduct<TEpilogue>(
    TensorNumbers numbers, ArrayView<short> a, ArrayView<short> b, EpilogueOperands<float> operands, Tensor c, BufferedShape shape,
    TEpilogue epilogue, ProductBatch? batch)
    where TEpilogue : unmanaged, IMatMulEpilogue<TEpilogue>
{
    /// <summary>C, for kernels; none of it where it is stored in the format of the operands alone.</summary>
    internal static ArrayView<float> FloatsOf(Tensor c) => c.DType.IsNarrow() ? c.View<ushort>().SubView(0, 0).Cast<float>() : c.View<float>();

    /// <summary>By the library that the device was told to use, if it can; then the epilogue, in a pass of its own.</summary>
    internal bool RunByLibrary()
    {
        if (c.Device.Gemm is not { RunsInStream: true } library) return false;
        var (device, self, sums) = (c.Device, this, c.View<float>());
        if (!self.Multiply(device.Stream, library, sums)) return false;
        Recording.Current?.Add(device, library.Kind.ToString(), stream => self.Multiply(stream, library, sums));
        if (device.MathMode == MathMode.Fast)
            FollowingEpilogue<TEpilogue, float, FastMath>.Run(device, operands, sums, shape.Product, epilogue);
        else FollowingEpilogue<TEpilogue, float, PortableMath>.Run(device, operands, sums, shape.Product, epilogue);
        return true;
    }

    /// <summary>By the device's tensor cores.</summary>
    internal void Run()
    {
        var accelerator = c.Device.Accelerator;
        var usual = TensorMatMulHeuristics.Choose(
            shape.Product.M, shape.Product.N, accelerator.NumMultiprocessors, accelerator.MaxSharedMemoryPerGroup,
            batch?.Products ?? 1);
        var kind = GpuMatMulTuning.Class.Of(
            numbers switch
            {
                TensorNumbers.TensorFloat32 => "tf32", TensorNumbers.BFloat16 => "bfloat16", _ => "float16",
            },
            shape.Product, batch?.Products ?? 1,
            batch is null && WarpgroupMatMulLaunch.Suits(c.Device, numbers, shape) && GpuMatMulTuning.TriesWarpgroups(c.Device));
        InTile((TensorMatMulTile)(GpuMatMulTuning.Find(c.Device, kind, (int)usual) ?? Measure(kind, usual)));
    }

    private int Measure(GpuMatMulTuning.Class kind, TensorMatMulTile usual)
    {
        var (format, left, right, unread, product, products) = (numbers, a, b, operands, shape, batch);
        return GpuMatMulTuning.Measure(
            c, kind, (int)usual,
            kind.HasWarpgroups
                ? Enum.GetValues<TensorMatMulTile>().Length
                : TensorMatMulHeuristics.Count(c.Device.Accelerator.MaxSharedMemoryPerGroup),
            (tile, scratch) => new TensorProduct<StoreSum>(format, left, right, unread, scratch, product, default, products)
                .InTile((TensorMatMulTile)tile),
            (int)TensorMatMulTile.Warpgroup128x128);
    }

    private bool Multiply(AcceleratorStream stream, IGemmProvider library, ArrayView<float> sums)
    {
        if (batch is not { } products) return library.MultiplyNarrow(stream, numbers, a, b, sums, shape.Product);
        var units = numbers == TensorNumbers.TensorFloat32 ? 2 : 1;
        var matrices = products.Matrices;
        for (var product = matrices.First; product < matrices.First + products.Products; product++)
        {
            if (!library.MultiplyNarrow(
                    stream, numbers, matrices.A(a, product, units), matrices.B(b, product, units), matrices.C(sums, product),
                    shape.Product))
                return false;
        }
        return true;
    }

    /// <summary>By the device's tensor cores, in a tile that it has the shared memory for.</summary>
    internal void InTile(TensorMatMulTile tile)
    {
        switch (numbers)
        {
            case TensorNumbers.TensorFloat32: InTile<TensorFloat32>(tile); break;
            case TensorNumbers.BFloat16: InTile<TensorBFloat16>(tile); break;
            default: InTile<TensorFloat16>(tile); break;
        }
    }

    private void InTile<TFormat>(TensorMatMulTile tile) where TFormat : unmanaged, IWarpgroupFormat
    {
        switch (tile)
        {
            case TensorMatMulTile.Tile64x64: Launch<TFormat, TensorTile64x64>(); break;
            case TensorMatMulTile.Tile128x128: Launch<TFormat, TensorTile128x128>(); break;
            case TensorMatMulTile.Warpgroup128x128: LaunchWarpgroups<TFormat, WarpgroupTile128x128>(); break;
            case TensorMatMulTile.Warpgroup128x256: LaunchWarpgroups<TFormat, WarpgroupTile128x256>(); break;
            default: Launch<TFormat, TensorTile128x256>(); break;
        }
    }

    private void Launch<TFormat, TTile>() where TFormat : unmanaged, ITensorFormat where TTile : unmanaged, ITensorTile
    {
        if (batch is not { } products)
        {
            Launch<TFormat, TTile>(null);
            return;
        }
        foreach (var part in products.Launches) Launch<TFormat, TTile>(part);
    }

    private void Launch<TFormat, TTile>(ProductBatch? part) where TFormat : unmanaged, ITensorFormat where TTile : unmanaged, ITensorTile =>
        OperandOrders.Dispatch(
            c.Device, shape.Product, new OrderedLaunch<TFormat, TTile>(a, b, operands, c, shape, epilogue, part));

    private void LaunchWarpgroups<TFormat, TTile>() where TFormat : unmanaged, IWarpgroupFormat where TTile : unmanaged, IWarpgroupTile =>
        OperandOrders.Dispatch(
            c.Device, shape.Product, new WarpgroupMatMulLaunch<TFormat, TTile, TEpilogue>(a, b, operands, c, shape, epilogue));

    private readonly struct OrderedLaunch<TFormat, TTile>(
        ArrayView<short> a, ArrayView<short> b, EpilogueOperands<float> operands, Tensor c, BufferedShape shape, TEpilogue epilogue,
        ProductBatch? batch) : IOrderedLaunch
        where TFormat : unmanaged, ITensorFormat
        where TTile : unmanaged, ITensorTile
    {
        public void Run<TA, TB, TMath>()
            where TA : unmanaged, IOperandOrder
            where TB : unmanaged, IOperandOrder
            where TMath : unmanaged, IScalarMath<float>
        {
            var groups = new KernelConfig(
                new Index3D(TensorCoreMatMul.Groups<TTile>(shape.Product.M, shape.Product.N), batch?.Products ?? 1, 1),
                new Index3D(TTile.Items, 1, 1),
                SharedMemoryConfig.RequestDynamic<float>(TensorCoreMatMul.SharedFloats<TTile>()));
            if (batch is { } products)
            {
                Launchers<TFormat, TTile, TA, TB, TMath>.Batch.Launch(
                    c.Device, groups, a, b, operands, FloatsOf(c), shape, products.Matrices, epilogue);
            }
            else
            {
                Launchers<TFormat, TTile, TA, TB, TMath>.Single.Launch(
                    c.Device, groups, a, b, operands, FloatsOf(c), shape, epilogue);
            }
        }
    }

    private static class Launchers<TFormat, TTile, TA, TB, TMath>
        where TFormat : unmanaged, ITensorFormat
        where TTile : unmanaged, ITensorTile
        where TA : unmanaged, IOperandOrder
        where TB : unmanaged, IOperandOrder
        where TMath : unmanaged, IScalarMath<float>
    {
        internal static readonly GroupKernel<
            ArrayView<short>, ArrayView<short>, EpilogueOperands<float>, ArrayView<float>, BufferedShape, TEpilogue>
            Single = new(TensorCoreMatMul.Kernel<TTile, TFormat, TA, TB, TEpilogue, TMath>);

        internal static readonly GroupKernel<
            ArrayView<short>, ArrayView<short>, EpilogueOperands<float>, ArrayView<float>, BufferedShape, MatMulBatch, TEpilogue>
            Batch = new(BatchedMatMulKernels.Tensor<TTile, TFormat, TA, TB, TEpilogue, TMath>);
    }
}
