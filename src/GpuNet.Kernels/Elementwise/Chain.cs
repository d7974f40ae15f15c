using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>
/// Second(First(x)) as one op: a run of elementwise ops becomes one kernel by composing types. The derivative
/// recomputes the value in the middle from x, so only the input is kept.
/// </summary>
/// <typeparam name="TFirst">The op applied first.</typeparam>
/// <typeparam name="TSecond">The op applied to its result.</typeparam>
/// <param name="First">The op applied first.</param>
/// <param name="Second">The op applied to its result.</param>
public readonly record struct Chain<TFirst, TSecond>(TFirst First, TSecond Second) : IUnaryOp<Chain<TFirst, TSecond>>
    where TFirst : unmanaged, IUnaryOp<TFirst>
    where TSecond : unmanaged, IUnaryOp<TSecond>
{
    /// <inheritdoc/>
    public static OpInfo Info => Compose(TFirst.Info, TSecond.Info);

    /// <inheritdoc/>
    public T Forward<T, TMath>(T x)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        Second.Forward<T, TMath>(First.Forward<T, TMath>(x));

    /// <inheritdoc/>
    public T Derivative<T, TMath>(T x, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T>
    {
        var middle = First.Forward<T, TMath>(x);
        return First.Derivative<T, TMath>(x, middle) * Second.Derivative<T, TMath>(middle, y);
    }

    private static OpInfo Compose(OpInfo first, OpInfo second)
    {
        var split = first.Parameters.Count;
        return new OpInfo(
            $"{first.Name}+{second.Name}", second.Category, $"{first.Formula}; {second.Formula}",
            $"({first.Derivative}) ({second.Derivative})", BackwardNeeds.Input | (second.Needs & BackwardNeeds.Output),
            "chain rule")
        {
            Parameters = [.. first.Parameters, .. second.Parameters],
            Reference = (x, p) =>
                second.Reference(first.Reference(x, [.. p.Take(split)]), [.. p.Skip(split)]),
            Domain = first.Domain,
            MaxUlps = double.PositiveInfinity,
        };
    }
}
