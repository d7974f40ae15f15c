using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>How a gradient goes back through a derivative.</summary>
public interface IGradientFlow
{
    /// <summary>What of the result's gradient reaches the operand.</summary>
    static abstract T Back<T>(T dy, T derivative) where T : unmanaged, INumber<T>;
}

/// <summary>The chain rule's product: an infinite gradient times a derivative of 0 is NaN.</summary>
public readonly struct Multiplied : IGradientFlow
{
    /// <inheritdoc/>
    public static T Back<T>(T dy, T derivative) where T : unmanaged, INumber<T> => dy * derivative;
}

/// <summary>
/// Nothing where the derivative is 0, whatever the gradient: for ops that choose between values, as torch's masked_fill
/// and where do backwards (<see cref="IUnaryOp{TSelf}.Selects"/>).
/// </summary>
public readonly struct Selected : IGradientFlow
{
    /// <inheritdoc/>
    public static T Back<T>(T dy, T derivative) where T : unmanaged, INumber<T> =>
        derivative == T.Zero ? T.Zero : dy * derivative;
}
