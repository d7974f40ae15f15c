using System.Numerics;
using ILGPU;

namespace GpuNet.Kernels;

/// <summary>Where batch normalization finds what it normalizes a feature by.</summary>
/// <typeparam name="TSelf">The implementing type.</typeparam>
public interface IColumnStatistics<TSelf> where TSelf : unmanaged, IColumnStatistics<TSelf>
{
    /// <summary>The statistics of a feature.</summary>
    /// <param name="first">The batch's statistics [3, features]; or the running mean.</param>
    /// <param name="second">Not read; or the running variance.</param>
    /// <param name="feature">The feature.</param>
    /// <param name="features">The number of features.</param>
    /// <param name="epsilon">Added to the variance.</param>
    NormStatistics<T> Of<T, TMath>(ArrayView<T> first, ArrayView<T> second, int feature, int features, T epsilon)
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>;
}

/// <summary>Those of the batch: in training.</summary>
public readonly record struct OfBatch : IColumnStatistics<OfBatch>
{
    /// <inheritdoc/>
    public NormStatistics<T> Of<T, TMath>(
        ArrayView<T> first, ArrayView<T> second, int feature, int features, T epsilon)
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T> =>
        NormStatistics<T>.Read(first, feature, features);
}

/// <summary>Running mean and variance: in evaluation.</summary>
public readonly record struct OfRunning : IColumnStatistics<OfRunning>
{
    /// <inheritdoc/>
    public NormStatistics<T> Of<T, TMath>(
        ArrayView<T> first, ArrayView<T> second, int feature, int features, T epsilon)
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T> =>
        new(first[feature], T.Zero, TMath.Rsqrt(second[feature] + epsilon));
}
