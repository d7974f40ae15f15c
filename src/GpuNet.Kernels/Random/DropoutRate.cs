using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>Which share of elements dropout drops, and by what it multiplies the others.</summary>
/// <param name="Probability">The probability p to drop an element.</param>
/// <param name="Scale">1 / (1 - p), a single in every precision; 0 for p = 1.</param>
public readonly record struct DropoutRate(float Probability, float Scale)
{
    /// <summary>The rate of a probability in [0, 1].</summary>
    public static DropoutRate Of(double probability) =>
        new((float)probability, probability == 1 ? 0 : (float)(1 / (1 - probability)));

    /// <summary>A value scaled, or 0 where its random word says so.</summary>
    public T Keep<T, TMath>(uint word, T value)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        Distributions.Uniform(word) < Probability ? T.Zero : value * TMath.Of(Scale);
}
