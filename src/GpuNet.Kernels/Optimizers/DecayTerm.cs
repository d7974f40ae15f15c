using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>Weight decay as a term of the gradient, or of the direction.</summary>
internal static class DecayTerm
{
    /// <summary>
    /// direction + decay * parameter; without decay the direction itself, as torch has it: an infinite parameter times 0 would be NaN.
    /// </summary>
    internal static T Add<T, TMath>(float decay, T parameter, T direction)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        decay == 0f ? direction : TMath.Fma(TMath.Of(decay), parameter, direction);
}
