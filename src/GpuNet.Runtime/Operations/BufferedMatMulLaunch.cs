using GpuNet.Kernels;
using ILGPU;
using ILGPU.Runtime.Cuda;

namespace GpuNet.Operations;

/// <summary>
/// Launches the double-buffered matrix multiply of floats on CUDA devices, in the tile it is told to and with the order
/// of its operands in memory as types. All tiles give the same bits.
/// </summary>
internal static class BufferedMatMulLaunch
{
    internal static void Run<TTile, TEpilogue>(
        Tensor a, Tensor b, Tensor operand, Tensor c, MatMulShape shape, TEpilogue epilogue)
        where TTile : unmanaged, IBufferedTile
        where TEpilogue : unmanaged, IMatMulEpilogue<TEpilogue>
    {
        if (c.Device.MathMode == MathMode.Fast)
            Run<TTile, TEpilogue, FastMath>(a, b, operand, c, shape, epilogue);
        else Run<TTile, TEpilogue, PortableMath>(a, b, operand, c, shape, epilogue);
    }

    private static void Run<TTile, TEpilogue, TMath>(
        Tensor a, Tensor b, Tensor operand, Tensor c, MatMulShape shape, TEpilogue epilogue)
        where TTile : unmanaged, IBufferedTile
        where TEpilogue : unmanaged, IMatMulEpilogue<TEpilogue>
        where TMath : unmanaged, IScalarMath<float>
    {
        var linesOfA = BufferedShape.LinesAreAdjacentInA(shape);
        if (BufferedShape.LinesAreAdjacentInB(shape))
        {
            if (linesOfA) Run<TTile, AdjacentLines, AdjacentLines, TEpilogue, TMath>(a, b, operand, c, shape, epilogue);
            else Run<TTile, AdjacentSteps, AdjacentLines, TEpilogue, TMath>(a, b, operand, c, shape, epilogue);
        }
        else if (linesOfA)
        {
            Run<TTile, AdjacentLines, AdjacentSteps, TEpilogue, TMath>(a, b, operand, c, shape, epilogue);
        }
        else
        {
            Run<TTile, AdjacentSteps, AdjacentSteps, TEpilogue, TMath>(a, b, operand, c, shape, epilogue);
        }
    }

    private static void Run<TTile, TA, TB, TEpilogue, TMath>(
        Tensor a, Tensor b, Tensor operand, Tensor c, MatMulShape shape, TEpilogue epilogue)
        where TTile : unmanaged, IBufferedTile
        where TA : unmanaged, IOperandOrder
        where TB : unmanaged, IOperandOrder
        where TEpilogue : unmanaged, IMatMulEpilogue<TEpilogue>
        where TMath : unmanaged, IScalarMath<float>
    {
        var device = c.Device;
        var (viewA, viewB, viewC) = (a.View<float>(), b.View<float>(), c.View<float>());
        var groups = new KernelConfig(BufferedMatMul.Groups<TTile>(shape.M, shape.N), TTile.Items);
        var arguments = BufferedShape.Of(shape, viewA, viewB, viewC);
        if (((CudaAccelerator)device.Accelerator).Architecture >= CudaArchitecture.SM_80)
        {
            Launchers<TTile, TA, TB, CopyByDevice, TEpilogue, TMath>.Kernel.Launch(
                device, groups, viewA, viewB, operand.View<float>(), viewC, arguments, epilogue);
        }
        else
        {
            Launchers<TTile, TA, TB, CopyByItems, TEpilogue, TMath>.Kernel.Launch(
                device, groups, viewA, viewB, operand.View<float>(), viewC, arguments, epilogue);
        }
    }

    private static class Launchers<TTile, TA, TB, TCopy, TEpilogue, TMath>
        where TTile : unmanaged, IBufferedTile
        where TA : unmanaged, IOperandOrder
        where TB : unmanaged, IOperandOrder
        where TCopy : unmanaged, ITileCopy
        where TEpilogue : unmanaged, IMatMulEpilogue<TEpilogue>
        where TMath : unmanaged, IScalarMath<float>
    {
        internal static readonly GroupKernel<
            ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, BufferedShape, TEpilogue>
            Kernel = new(BufferedMatMul.Kernel<TTile, TA, TB, TCopy, TEpilogue, TMath>);
    }
}
