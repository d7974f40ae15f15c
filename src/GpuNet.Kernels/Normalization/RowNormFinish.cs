using System.Numerics;
using ILGPU;

namespace GpuNet.Kernels;

/// <summary>
/// What becomes of a normalized number: y = f(z), z = weight * xhat + bias. Backwards z is computed again from what the
/// kernel reads anyway, so that nothing is kept for f.
/// </summary>
/// <param name="Affine">Which parameters there are.</param>
/// <param name="Activation">f; <see cref="Identity"/> for none.</param>
public readonly record struct RowNormFinish<TAffine, TActivation>(TAffine Affine, TActivation Activation)
    where TAffine : unmanaged, IRowNormAffine<TAffine>
    where TActivation : unmanaged, IUnaryOp<TActivation>
{
    /// <summary>y of element <paramref name="at"/> of an entry.</summary>
    internal T Value<T, TMath>(T xhat, ArrayView<T> weight, ArrayView<T> bias, int at)
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T> =>
        Activation.Forward<T, TMath>(TMath.Fma(xhat, Affine.Scale(weight, at), Affine.Shift(bias, at)));

    /// <summary>The gradient of z, of that of y.</summary>
    internal T Gradient<T, TMath>(T dy, T xhat, ArrayView<T> weight, ArrayView<T> bias, int at)
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T> =>
        Activation.Through<TActivation, T, TMath>(dy, TMath.Fma(xhat, Affine.Scale(weight, at), Affine.Shift(bias, at)));
}
