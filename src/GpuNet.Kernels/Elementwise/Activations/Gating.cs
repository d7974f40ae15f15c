using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>What activations of the form x sigmoid(z) share: tails that keep their digits down to denormals.</summary>
internal static class Gating
{
    /// <summary>2^-92, and 92 log 2 in two parts, of which the first is added without rounding to what is below it.</summary>
    private const double Small = 2.0194839173657902e-28;
    private const double Shift = 63.75;
    private const double ShiftRest = 0.01954061151496847;

    /// <summary>
    /// x sigmoid(z + low), where low is what z lost to rounding. The factor x enters before the power of two of e^z
    /// does: in the tail the sigmoid is denormal, and x would multiply its rounding error. Both exponentials are of -|z|, so that
    /// compilers compute their polynomial once where low is 0.
    /// </summary>
    internal static T TimesSigmoid<T, TMath>(T x, T z, T low)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T>
    {
        var below = TimesExp<T, TMath>(x, -TMath.Abs(z), low);
        return (z < T.Zero ? below : x) / (T.One + TMath.ScaledExp(T.One, -TMath.Abs(z), T.Zero));
    }

    /// <summary>x e^(z + low) for z up to 0; x * 0 where e^z vanishes, whatever low is.</summary>
    internal static T TimesExp<T, TMath>(T x, T z, T low)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T>
    {
        var product = TMath.ScaledExp(x, z, low);
        return z < TMath.Of(-1000.0) ? x * T.Zero : product;
    }

    /// <summary>
    /// x sigmoid(z) for factors of any size: where x is large, 2^-92 enters it before 2^92 e^z does, so that nothing
    /// overflows on the way, nor is denormal before the end.
    /// </summary>
    internal static T AnyTimesSigmoid<T, TMath>(T x, T z)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        AnyTimesSigmoid<T, TMath>(x, T.One, z);

    /// <summary>(x y) sigmoid(z) for x of any size, y no larger than |z| and 1.</summary>
    internal static T AnyTimesSigmoid<T, TMath>(T x, T y, T z)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T>
    {
        var divisor = T.One + TMath.ScaledExp(T.One, -TMath.Abs(z), T.Zero);
        var shifted = z + TMath.Of(Shift);
        var rest = z - (shifted - TMath.Of(Shift)) + TMath.Of(ShiftRest);
        var sum = shifted + rest;
        var ofLarge = TMath.ScaledExp(x / divisor * TMath.Of(Small) * y, sum, rest - (sum - shifted));
        var ofSmall = TMath.ScaledExp(x * y, -TMath.Abs(z), T.Zero) / divisor;
        var below = TMath.Abs(x) >= T.One && TMath.Abs(y) > TMath.Of(0.5) ? ofLarge : ofSmall;
        below = z < TMath.Of(-1000.0) ? y * T.Zero * x : below;
        var above = TMath.Abs(y) > T.One ? y / divisor * x : x * y / divisor;
        return z < T.Zero ? below : above;
    }
}
