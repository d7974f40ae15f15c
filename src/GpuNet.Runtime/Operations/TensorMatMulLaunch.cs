using GpuNet.Kernels;
using ILGPU;
using ILGPU.Runtime.Cuda;

namespace GpuNet.Operations;

/// <summary>
/// Products by the tensor cores of CUDA devices, of operands in a narrow format, or by the library that the device was told
/// to use. What a product is, its format, its order in memory and its tile, are types of the kernel.
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
    /// <param name="operand">The epilogue's view, of floats.</param>
    /// <param name="c">C, of floats.</param>
    /// <param name="shape">The product; strides count numbers.</param>
    /// <param name="epilogue">What happens to a finished sum.</param>
    internal static void Run<TNumber, TEpilogue>(
        TensorNumbers numbers, Tensor a, Tensor b, Tensor operand, Tensor c, MatMulShape shape, TEpilogue epilogue)
        where TNumber : unmanaged
        where TEpilogue : unmanaged, IMatMulEpilogue<TEpilogue>
    {
        var (viewA, viewB, viewC) = (a.View<TNumber>(), b.View<TNumber>(), c.View<float>());
        var product = new Product<TEpilogue>(
            c.Device, viewA.Cast<short>(), viewB.Cast<short>(), operand.View<float>(), viewC,
            BufferedShape.Of(shape, viewA, viewB, viewC), epilogue);
        if (!product.RunByLibrary(numbers))
        {
            switch (numbers)
            {
                case TensorNumbers.TensorFloat32: product.Run<TensorFloat32>(); break;
                case TensorNumbers.BFloat16: product.Run<TensorBFloat16>(); break;
                default: product.Run<TensorFloat16>(); break;
            }
        }
        GC.KeepAlive(a);
        GC.KeepAlive(b);
        GC.KeepAlive(operand);
        GC.KeepAlive(c);
    }

    private readonly struct Product<TEpilogue>(
        Device device, ArrayView<short> a, ArrayView<short> b, ArrayView<float> operand, ArrayView<float> c,
        BufferedShape shape, TEpilogue epilogue)
        where TEpilogue : unmanaged, IMatMulEpilogue<TEpilogue>
    {
        internal void Run<TFormat>() where TFormat : unmanaged, ITensorFormat
        {
            var accelerator = device.Accelerator;
            switch (TensorMatMulHeuristics.Choose(
                shape.Product.M, shape.Product.N, accelerator.NumMultiprocessors, accelerator.MaxSharedMemoryPerGroup))
            {
                case TensorMatMulTile.Tile64x64: Run<TFormat, TensorTile64x64>(); break;
                case TensorMatMulTile.Tile128x128: Run<TFormat, TensorTile128x128>(); break;
                default: Run<TFormat, TensorTile128x256>(); break;
            }
        }

        /// <summary>By the library that the device was told to use, if it can; then the epilogue, in a pass of its own.</summary>
        internal bool RunByLibrary(TensorNumbers numbers)
        {
            if (device.Gemm is not { RunsInStream: true } provider) return false;
            var (library, left, right, sums, product) = (provider, a, b, c, shape.Product);
            if (!Multiply()) return false;
            Recording.Current?.Add(device, () => Multiply());
            if (device.MathMode == MathMode.Fast)
                LibraryEpilogue<TEpilogue, float, FastMath>.Run(device, operand, c, product.N, epilogue);
            else LibraryEpilogue<TEpilogue, float, PortableMath>.Run(device, operand, c, product.N, epilogue);
            return true;

            bool Multiply() => library.MultiplyNarrow(numbers, left, right, sums, product);
        }

        private void Run<TFormat, TTile>()
            where TFormat : unmanaged, ITensorFormat
            where TTile : unmanaged, ITensorTile
        {
            if (BufferedShape.LinesAreAdjacentInA(shape.Product)) Run<TFormat, TTile, AdjacentLines>();
            else Run<TFormat, TTile, AdjacentSteps>();
        }

        private void Run<TFormat, TTile, TA>()
            where TFormat : unmanaged, ITensorFormat
            where TTile : unmanaged, ITensorTile
            where TA : unmanaged, IOperandOrder
        {
            if (BufferedShape.LinesAreAdjacentInB(shape.Product)) Run<TFormat, TTile, TA, AdjacentLines>();
            else Run<TFormat, TTile, TA, AdjacentSteps>();
        }

        private void Run<TFormat, TTile, TA, TB>()
            where TFormat : unmanaged, ITensorFormat
            where TTile : unmanaged, ITensorTile
            where TA : unmanaged, IOperandOrder
            where TB : unmanaged, IOperandOrder
        {
            if (device.MathMode == MathMode.Fast) Launch<TFormat, TTile, TA, TB, FastMath>();
            else Launch<TFormat, TTile, TA, TB, PortableMath>();
        }

        private void Launch<TFormat, TTile, TA, TB, TMath>()
            where TFormat : unmanaged, ITensorFormat
            where TTile : unmanaged, ITensorTile
            where TA : unmanaged, IOperandOrder
            where TB : unmanaged, IOperandOrder
            where TMath : unmanaged, IScalarMath<float>
        {
            var groups = new KernelConfig(
                new Index1D(TensorCoreMatMul.Groups<TTile>(shape.Product.M, shape.Product.N)), new Index1D(TTile.Items),
                SharedMemoryConfig.RequestDynamic<float>(TensorCoreMatMul.SharedFloats<TTile>()));
            Launchers<TTile, TFormat, TA, TB, TEpilogue, TMath>.Kernel.Launch(
                device, groups, a, b, operand, c, shape, epilogue);
        }
    }

    private static class Launchers<TTile, TFormat, TA, TB, TEpilogue, TMath>
        where TTile : unmanaged, ITensorTile
        where TFormat : unmanaged, ITensorFormat
        where TA : unmanaged, IOperandOrder
        where TB : unmanaged, IOperandOrder
        where TEpilogue : unmanaged, IMatMulEpilogue<TEpilogue>
        where TMath : unmanaged, IScalarMath<float>
    {
        internal static readonly GroupKernel<
            ArrayView<short>, ArrayView<short>, ArrayView<float>, ArrayView<float>, BufferedShape, TEpilogue>
            Kernel = new(TensorCoreMatMul.Kernel<TTile, TFormat, TA, TB, TEpilogue, TMath>);
    }
}
