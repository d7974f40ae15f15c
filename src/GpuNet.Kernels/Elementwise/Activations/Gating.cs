using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>What activations of the form x sigmoid(z) share: tails that keep their digits down to denormals.</summary>
internal static class Gating
{
    /// <summary>
    /// x sigmoid(z + low), where low is what z lost to rounding. The factor x enters before the power of two of e^z
    /// does: in the tail the sigmoid is denormal, and x would multiply its rounding error.
    /// </summary>
    internal static T TimesSigmoid<T, TMath>(T x, T z, T low)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        (z < T.Zero ? TimesExp<T, TMath>(x, z, low) : x) / (T.One + TMath.Exp(-TMath.Abs(z)));

    /// <summary>x e^(z + low) for z up to 0; x * 0 where e^z vanishes, whatever low is.</summary>
    internal static T TimesExp<T, TMath>(T x, T z, T low)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        z < TMath.Of(-1000.0) ? x * T.Zero : TMath.ScaledExp(x, z, low);
}
