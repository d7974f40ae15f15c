namespace GpuNet.Kernels;

/// <summary>Random words as random numbers.</summary>
public static class Distributions
{
    /// <summary>Uniform in [0, 1): the upper 24 bits of the word over 2^24, every value exact.</summary>
    public static float Uniform(uint word) => (int)(word >> 8) * 5.9604644775390625e-8f;

    /// <summary>
    /// The radius of a Box-Muller pair, sqrt(-2 log u) with u in (0, 1]: at most 5.77. Source: Box and Muller 1958.
    /// </summary>
    public static float NormalRadius(uint word) =>
        PortableMath.Sqrt(-2f * PortableMath.Log(((int)(word >> 8) + 1) * 5.9604644775390625e-8f));
}
