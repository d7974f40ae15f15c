using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>
/// A function of two numbers with its partial derivatives; see <see cref="IUnaryOp{TSelf}"/> for the pattern.
/// </summary>
/// <typeparam name="TSelf">The implementing type.</typeparam>
public interface IBinaryOp<TSelf> where TSelf : unmanaged, IBinaryOp<TSelf>
{
    /// <summary>Name, formula, source; for the host, never read by a kernel.</summary>
    static abstract BinaryOpInfo Info { get; }

    /// <summary>f(a, b).</summary>
    T Forward<T, TMath>(T a, T b)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T>;

    /// <summary>
    /// The partial derivative by a, for y = f(a, b); reads only what <see cref="BinaryOpInfo.Needs"/> names.
    /// </summary>
    T DerivativeA<T, TMath>(T a, T b, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T>;

    /// <summary>
    /// The partial derivative by b, for y = f(a, b); reads only what <see cref="BinaryOpInfo.Needs"/> names.
    /// </summary>
    T DerivativeB<T, TMath>(T a, T b, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T>;
}
