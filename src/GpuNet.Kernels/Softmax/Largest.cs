using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>
/// The largest number but NaN, in one comparison: for softmax, whose sum of exponentials carries a NaN on anyway.
/// </summary>
internal readonly struct Largest : IMonoid
{
    public T Identity<T, TMath>()
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        TMath.Of(double.NegativeInfinity);

    public T Combine<T, TMath>(T a, T b)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        b > a ? b : a;
}
