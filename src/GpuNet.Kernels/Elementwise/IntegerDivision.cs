using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>Division of integers that is the same on all devices, also where a processor's own would end the program.</summary>
internal static class IntegerDivision
{
    /// <summary>a / b rounded towards 0; 0 where b is 0, and the smallest number / -1 is itself.</summary>
    internal static T Truncated<T>(T a, T b) where T : unmanaged, INumber<T>
    {
        // Of unsigned numbers 0 - 1 is the largest, and division by it is like any other.
        var negates = b == T.Zero - T.One & b < T.Zero;
        var quotient = a / (b == T.Zero | negates ? T.One : b);
        return b == T.Zero ? T.Zero : negates ? T.Zero - a : quotient;
    }

    /// <summary>What is left of a, with its sign; 0 where b is 0.</summary>
    internal static T Rest<T>(T a, T b) where T : unmanaged, INumber<T> =>
        b == T.Zero ? T.Zero : a - Truncated(a, b) * b;
}
