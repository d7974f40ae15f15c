using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>
/// y = e^x / sum of e^x along a row; dx = y (dy - sum of y dy). Source: Bridle 1990; torch.nn.functional.softmax.
/// </summary>
public readonly record struct Softmax : ISoftmaxForm<Softmax>
{
    /// <inheritdoc/>
    public T Numerator<T, TMath>(T shifted, T exponential)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        exponential;

    /// <inheritdoc/>
    public T Normalizer<T, TMath>(T sum)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        T.One / sum;

    /// <inheritdoc/>
    public T Output<T, TMath>(T numerator, T normalizer)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        numerator * normalizer;

    /// <inheritdoc/>
    public T BackwardTerm<T, TMath>(T y, T dy)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        y * dy;

    /// <inheritdoc/>
    public T BackwardResult<T, TMath>(T y, T dy, T total)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        y * (dy - total);
}
