using GpuNet.Kernels;

namespace GpuNet.Operations;

/// <summary>A launch whose kernel knows, as types, how its operands lie in memory, and which functions its epilogue takes.</summary>
internal interface IOrderedLaunch
{
    void Run<TA, TB, TMath>()
        where TA : unmanaged, IOperandOrder
        where TB : unmanaged, IOperandOrder
        where TMath : unmanaged, IScalarMath<float>;
}

/// <summary>Runs such launches with the types of a product.</summary>
internal static class OperandOrders
{
    internal static void Dispatch<TLaunch>(Device device, in MatMulShape shape, in TLaunch launch)
        where TLaunch : struct, IOrderedLaunch
    {
        if (BufferedShape.LinesAreAdjacentInA(shape)) Dispatch<TLaunch, AdjacentLines>(device, shape, launch);
        else Dispatch<TLaunch, AdjacentSteps>(device, shape, launch);
    }

    private static void Dispatch<TLaunch, TA>(Device device, in MatMulShape shape, in TLaunch launch)
        where TLaunch : struct, IOrderedLaunch
        where TA : unmanaged, IOperandOrder
    {
        if (BufferedShape.LinesAreAdjacentInB(shape)) Dispatch<TLaunch, TA, AdjacentLines>(device, launch);
        else Dispatch<TLaunch, TA, AdjacentSteps>(device, launch);
    }

    private static void Dispatch<TLaunch, TA, TB>(Device device, in TLaunch launch)
        where TLaunch : struct, IOrderedLaunch
        where TA : unmanaged, IOperandOrder
        where TB : unmanaged, IOperandOrder
    {
        if (device.MathMode == MathMode.Fast) launch.Run<TA, TB, FastMath>();
        else launch.Run<TA, TB, PortableMath>();
    }
}
