using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>A kind of largest or smallest number, as a comparison: for finding where it lies.</summary>
public interface IExtremum
{
    /// <summary>Whether a number is further out than another; NaN is further out than all others.</summary>
    bool IsBeyond<T, TMath>(T value, T other)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T>;
}
