using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>
/// y = e^x / sum of e^x along a row; dx = y (dy - sum of y dy). Source: Bridle 1990; torch.nn.functional.softmax.
/// </summary>
public readonly record struct Softmax : ISoftmaxForm<Softmax>
{
    /// <inheritdoc/>
    public T Output<T, TMath>(T shifted, T sum)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        TMath.Exp(shifted) / sum;

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
