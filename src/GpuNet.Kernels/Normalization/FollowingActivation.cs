using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>
/// An activation behind a normalization, in the same kernel: y = f(z), where z is what the normalization gives. Backwards z
/// is computed again from what the kernel reads anyway, so nothing but the normalization's input is kept for f.
/// </summary>
internal static class FollowingActivation
{
    /// <summary>The gradient of z, of that of f(z): to the bits of the activation's own backward pass.</summary>
    internal static T Through<TActivation, T, TMath>(this TActivation activation, T dy, T z)
        where TActivation : unmanaged, IUnaryOp<TActivation>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T> =>
        new Single<TActivation>(activation).Backward<T, TMath>(dy, z, activation.Forward<T, TMath>(z));
}
