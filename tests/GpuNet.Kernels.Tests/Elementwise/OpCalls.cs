using System.Reflection;

namespace GpuNet.Kernels.Tests;

/// <summary>An op's functions as delegates, in the three precisions.</summary>
internal sealed record UnaryFunctions(
    Func<float, float> Forward,
    Func<float, float, float> Derivative,
    Func<double, double> ForwardDouble,
    Func<double, double, double> DerivativeDouble,
    Func<double, double, double, double> BackwardDouble,
    Func<float, float> ForwardFast)
{
    /// <summary>The functions of a boxed op.</summary>
    public static UnaryFunctions Of(object op) =>
        (UnaryFunctions)typeof(UnaryFunctions)
            .GetMethod(nameof(OfOp), BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(op.GetType())
            .Invoke(null, [op])!;

    private static UnaryFunctions OfOp<TOp>(TOp op) where TOp : unmanaged, IUnaryOp<TOp> => new(
        x => op.Forward<float, PortableMath>(x),
        (x, y) => op.Derivative<float, PortableMath>(x, y),
        x => op.Forward<double, DoubleMath>(x),
        (x, y) => op.Derivative<double, DoubleMath>(x, y),
        (dy, x, y) => new Single<TOp>(op).Backward<double, DoubleMath>(dy, x, y),
        x => op.Forward<float, FastMath>(x));
}

/// <summary>A binary op's functions as delegates, in two precisions.</summary>
internal sealed record BinaryFunctions(
    Func<float, float, float> Forward,
    Func<float, float, float, float> DerivativeA,
    Func<float, float, float, float> DerivativeB,
    Func<double, double, double> ForwardDouble,
    Func<double, double, double, double> DerivativeADouble,
    Func<double, double, double, double> DerivativeBDouble)
{
    /// <summary>The functions of a boxed op.</summary>
    public static BinaryFunctions Of(object op) =>
        (BinaryFunctions)typeof(BinaryFunctions)
            .GetMethod(nameof(OfOp), BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(op.GetType())
            .Invoke(null, [op])!;

    private static BinaryFunctions OfOp<TOp>(TOp op) where TOp : unmanaged, IBinaryOp<TOp> => new(
        (a, b) => op.Forward<float, PortableMath>(a, b),
        (a, b, y) => op.DerivativeA<float, PortableMath>(a, b, y),
        (a, b, y) => op.DerivativeB<float, PortableMath>(a, b, y),
        (a, b) => op.Forward<double, DoubleMath>(a, b),
        (a, b, y) => op.DerivativeA<double, DoubleMath>(a, b, y),
        (a, b, y) => op.DerivativeB<double, DoubleMath>(a, b, y));
}
