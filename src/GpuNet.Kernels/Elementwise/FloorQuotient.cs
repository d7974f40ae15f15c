using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>a / b of integers, rounded down; 0 where b is 0. Source: torch.floor_divide.</summary>
public readonly record struct FloorQuotient : IIntegerOp
{
    /// <inheritdoc/>
    public static T OfIntegers<T>(T a, T b) where T : unmanaged, INumber<T>
    {
        var quotient = IntegerDivision.Truncated(a, b);
        var rest = a - quotient * b;
        var isAbove = b != T.Zero & rest != T.Zero & (rest < T.Zero) != (b < T.Zero);
        return isAbove ? quotient - T.One : quotient;
    }
}
