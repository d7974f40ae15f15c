using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>What a row is divided by, and whether its mean is taken off first.</summary>
/// <typeparam name="TSelf">The implementing type.</typeparam>
public interface IRowNormForm<TSelf> where TSelf : unmanaged, IRowNormForm<TSelf>
{
    /// <summary>The number that a row's elements are seen from, of their sum.</summary>
    T Center<T>(T sum, T count) where T : unmanaged, INumber<T>;

    /// <summary>
    /// How far the mean is from the center, which is rounded; of the sum of distances from it.
    /// </summary>
    T Offset<T>(T distances, T count) where T : unmanaged, INumber<T>;

    /// <summary>
    /// A sum or mean over a row as far as the row's mean plays a part in it: the gradient has to be rid of the mean of its
    /// terms, because the mean moves with the row.
    /// </summary>
    T MeanShare<T>(T meanOfTerms) where T : unmanaged, INumber<T>;
}

/// <summary>(x - mean) / sqrt(variance + epsilon): layer and group normalization. Source: Ba et al. 2016.</summary>
public readonly record struct Centered : IRowNormForm<Centered>
{
    /// <inheritdoc/>
    public T Center<T>(T sum, T count) where T : unmanaged, INumber<T> => sum / count;

    /// <inheritdoc/>
    public T Offset<T>(T distances, T count) where T : unmanaged, INumber<T> => distances / count;

    /// <inheritdoc/>
    public T MeanShare<T>(T meanOfTerms) where T : unmanaged, INumber<T> => meanOfTerms;
}

/// <summary>x / sqrt(mean of x^2 + epsilon): RMS normalization. Source: Zhang and Sennrich 2019.</summary>
public readonly record struct Uncentered : IRowNormForm<Uncentered>
{
    /// <inheritdoc/>
    public T Center<T>(T sum, T count) where T : unmanaged, INumber<T> => T.Zero;

    /// <inheritdoc/>
    public T Offset<T>(T distances, T count) where T : unmanaged, INumber<T> => T.Zero;

    /// <inheritdoc/>
    public T MeanShare<T>(T meanOfTerms) where T : unmanaged, INumber<T> => T.Zero;
}
