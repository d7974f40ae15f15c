using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>
/// The coefficient of a running mean, mean = kept * mean + (1 - kept) * x, with what follows from it. Each field is
/// rounded once, from double precision: 1 - 0.999 is 0.001, where the difference of the rounded coefficient would be
/// 0.00100005. Made on the host.
/// </summary>
public readonly record struct Decay
{
    /// <summary>Rounds a coefficient and what follows from it.</summary>
    /// <param name="kept">The share of the mean that is kept, in [0, 1).</param>
    public Decay(double kept)
    {
        Kept = (float)kept;
        Taken = (float)(1 - kept);
        Log = (float)System.Math.Log(kept);
    }

    /// <summary>The share of the mean that is kept.</summary>
    public float Kept { get; }

    /// <summary>1 - <see cref="Kept"/>: the share of the new value.</summary>
    public float Taken { get; }

    /// <summary>The natural logarithm of <see cref="Kept"/>; -infinity for 0.</summary>
    public float Log { get; }

    /// <summary>The coefficient of a running mean, in [0, 1).</summary>
    public static implicit operator Decay(double kept) => new(kept);

    /// <summary>
    /// The mean after <paramref name="x"/>: mean + taken * (x - mean), as torch.lerp, so that a mean of equal values stays what it
    /// is. Of an infinite mean it makes NaN; kept * mean + taken * x, as in older torch, may stay infinite. Either is lost.
    /// </summary>
    public T Mean<T, TMath>(T mean, T x)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        TMath.Fma(TMath.Of(Taken), x - mean, mean);

    /// <summary>The mean of squares after <paramref name="x"/>: kept * mean + taken * x^2, never below 0.</summary>
    public T MeanSquare<T, TMath>(T mean, T x)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        TMath.Fma(TMath.Of(Taken) * x, x, TMath.Of(Kept) * mean);

    /// <summary>kept^<paramref name="steps"/>.</summary>
    public T Power<T, TMath>(int steps)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        TMath.Exp(TMath.Of((float)steps) * TMath.Of(Log));

    /// <summary>
    /// 1 - kept^<paramref name="steps"/>, what a mean that started at 0 is divided by; accurate also in the first
    /// steps, where the power is close to 1.
    /// </summary>
    public T Correction<T, TMath>(int steps)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        -TMath.Expm1(TMath.Of((float)steps) * TMath.Of(Log));
}
