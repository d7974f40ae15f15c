using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>
/// The remainder of a / b truncated towards 0, exact, with the sign of a; NaN where a is infinite or b is 0, of
/// integers 0 there.
/// </summary>
public readonly record struct Fmod : IBinaryOp<Fmod>, IIntegerOp
{
    /// <inheritdoc/>
    public static BinaryOpInfo Info { get; } = new(
        "fmod", OpCategory.Arithmetic, "y = a - b trunc(a / b)", "1 and -trunc(a / b)", BackwardNeeds.Input,
        "torch.fmod")
    {
        Reference = static (a, b, _) => a % b,
        DomainA = (2.1, 2.9),
        DomainB = (1, 1.04),
        MaxUlps = 0,
    };

    /// <inheritdoc/>
    public static T OfIntegers<T>(T a, T b) where T : unmanaged, INumber<T> => IntegerDivision.Rest(a, b);

    /// <inheritdoc/>
    public T Forward<T, TMath>(T a, T b)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        TMath.Fmod(a, b);

    /// <inheritdoc/>
    public T DerivativeA<T, TMath>(T a, T b, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        T.One;

    /// <inheritdoc/>
    public T DerivativeB<T, TMath>(T a, T b, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        -TMath.RoundToEven((a - TMath.Fmod(a, b)) / b);
}
