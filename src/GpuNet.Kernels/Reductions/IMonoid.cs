using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>An associative combination of two numbers with its neutral element.</summary>
public interface IMonoid
{
    /// <summary>The neutral element: the result over nothing.</summary>
    T Identity<T, TMath>()
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T>;

    /// <summary>Two partial results as one.</summary>
    T Combine<T, TMath>(T a, T b)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T>;
}
