using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>
/// The remainder of a / b rounded down, with the sign of b; NaN where a is infinite or b is 0, of
/// integers 0 there.
/// </summary>
public readonly record struct Remainder : IBinaryOp<Remainder>, IIntegerOp
{
    /// <inheritdoc/>
    public static BinaryOpInfo Info { get; } = new(
        "remainder", OpCategory.Arithmetic, "y = a - b floor(a / b)", "1 and -floor(a / b)", BackwardNeeds.Input,
        "torch.remainder")
    {
        Reference = static (a, b, _) => a % b is var r && r != 0 && r < 0 != b < 0 ? r + b : a % b,
        DomainA = (2.1, 2.9),
        DomainB = (1, 1.04),
        MaxUlps = 1,
    };

    /// <inheritdoc/>
    public static T OfIntegers<T>(T a, T b) where T : unmanaged, INumber<T>
    {
        var rest = IntegerDivision.Rest(a, b);
        return rest != T.Zero & (rest < T.Zero) != (b < T.Zero) ? rest + b : rest;
    }

    /// <inheritdoc/>
    public T Forward<T, TMath>(T a, T b)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T>
    {
        var r = TMath.Fmod(a, b);
        return r != T.Zero && (r < T.Zero) != (b < T.Zero) ? r + b : r;
    }

    /// <inheritdoc/>
    public T DerivativeA<T, TMath>(T a, T b, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        T.One;

    /// <inheritdoc/>
    public T DerivativeB<T, TMath>(T a, T b, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T>
    {
        var r = TMath.Fmod(a, b);
        var truncated = TMath.RoundToEven((a - r) / b);
        return r != T.Zero && (r < T.Zero) != (b < T.Zero) ? T.One - truncated : -truncated;
    }
}
