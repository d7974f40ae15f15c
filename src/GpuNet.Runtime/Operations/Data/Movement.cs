using System.Runtime.CompilerServices;

namespace GpuNet.Operations;

/// <summary>A launch that moves elements and does not look into them.</summary>
internal interface IMove
{
    void Run<T>() where T : unmanaged;
}

/// <summary>
/// Picks the kernels of a launch that only moves elements by their size: bits stay as they are, and types of one size
/// share kernels.
/// </summary>
internal static class Movement
{
    // Not inlined, for the reason that NumberType gives.
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void Dispatch<TMove>(Tensor tensor, in TMove move) where TMove : struct, IMove
    {
        switch (tensor.DType.Size())
        {
            case sizeof(byte):
                move.Run<byte>();
                break;
            case sizeof(short):
                move.Run<short>();
                break;
            case sizeof(int):
                move.Run<int>();
                break;
            default:
                move.Run<long>();
                break;
        }
    }
}
