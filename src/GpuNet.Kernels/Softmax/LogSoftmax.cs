using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>
/// y = x - log(sum of e^x) along a row; dx = dy - e^y sum of dy. Source: torch.nn.functional.log_softmax.
/// </summary>
public readonly record struct LogSoftmax : ISoftmaxForm<LogSoftmax>
{
    /// <inheritdoc/>
    public T Output<T, TMath>(T shifted, T sum)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        shifted - TMath.Log(sum);

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
