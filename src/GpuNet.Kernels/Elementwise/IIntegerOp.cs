using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>A binary op that integers have, too; of truth values, the smaller is "and", the larger "or".</summary>
public interface IIntegerOp
{
    /// <summary>The op on integers; what overflows keeps its low bits.</summary>
    static abstract T OfIntegers<T>(T a, T b) where T : unmanaged, INumber<T>;
}
