using System.Numerics;
using System.Runtime.CompilerServices;
using GpuNet.Kernels;

namespace GpuNet.Operations;

/// <summary>A launch that is the same source in every precision.</summary>
internal interface ILaunch
{
    void Run<T, TMath>() where T : unmanaged, INumber<T> where TMath : unmanaged, IScalarMath<T>;
}

/// <summary>A launch of additions alone, for integers as well.</summary>
internal interface ISumLaunch
{
    void Run<T>() where T : unmanaged, INumber<T>;
}

/// <summary>
/// Picks the number type and the math functions of a launch from the tensor's element type and its device's mode: in
/// this one place.
/// </summary>
internal static class NumberType
{
    // Not inlined, so that the caller's launch, and the tensors in it, stay reachable until the kernel has its memory:
    // a tensor outside any scope could be collected, and its memory used again, as soon as nobody refers to it.
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void Dispatch<TLaunch>(string operation, Tensor tensor, in TLaunch launch)
        where TLaunch : struct, ILaunch
    {
        switch (tensor.DType)
        {
            case DType.Float32 when tensor.Device.MathMode == MathMode.Fast:
                launch.Run<float, FastMath>();
                break;
            case DType.Float32:
                launch.Run<float, PortableMath>();
                break;
            case DType.Float64:
                launch.Run<double, DoubleMath>();
                break;
            default:
                throw new DTypeNotSupportedException(operation, "Float32 or Float64", tensor.DType);
        }
    }

    /// <summary>The same for numbers that are only added, integers among them.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void DispatchSum<TLaunch>(string operation, Tensor tensor, in TLaunch launch)
        where TLaunch : struct, ISumLaunch
    {
        switch (tensor.DType)
        {
            case DType.Float32: launch.Run<float>(); break;
            case DType.Float64: launch.Run<double>(); break;
            case DType.Int32: launch.Run<int>(); break;
            case DType.Int64: launch.Run<long>(); break;
            case DType.UInt8: launch.Run<byte>(); break;
            default: throw new DTypeNotSupportedException(operation, "numbers", tensor.DType);
        }
    }
}
