using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>
/// y = x - log(sum of e^x) along a row; dx = dy - e^y sum of dy. Source: torch.nn.functional.log_softmax.
/// </summary>
public readonly record struct LogSoftmax : ISoftmaxForm<LogSoftmax>
{
    /// <inheritdoc/>
    public T Numerator<T, TMath>(T shifted, T exponential)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        shifted;

    /// <inheritdoc/>
    public T Normalizer<T, TMath>(T sum)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        TMath.Log(sum);

    /// <inheritdoc/>
    public T Output<T, TMath>(T numerator, T normalizer)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        numerator - normalizer;

    /// <inheritdoc/>
    public T BackwardTerm<T, TMath>(T y, T dy)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        dy;

    /// <inheritdoc/>
    public T BackwardResult<T, TMath>(T y, T dy, T total)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        dy - TMath.Exp(y) * total;
}
