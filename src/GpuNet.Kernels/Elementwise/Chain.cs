using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>
/// Rest(First(x)) as one op: a run of elementwise ops becomes one kernel by composing types, from the last op to the
/// first: <c>Chain&lt;Single&lt;Scale&gt;, Chain&lt;Single&lt;Tanh&gt;, Single&lt;Square&gt;&gt;&gt;</c>. The backward pass computes the values in
/// the middle again, each once, so that only the input is kept, and the output if the last op reads it.
/// </summary>
/// <typeparam name="TFirst">The op applied first: a link.</typeparam>
/// <typeparam name="TRest">What is applied to its result.</typeparam>
/// <param name="First">The op applied first.</param>
/// <param name="Rest">What is applied to its result.</param>
public readonly record struct Chain<TFirst, TRest>(TFirst First, TRest Rest) : IOpChain<Chain<TFirst, TRest>>
    where TFirst : unmanaged, IOpChain<TFirst>
    where TRest : unmanaged, IOpChain<TRest>
{
    /// <inheritdoc/>
    public static OpInfo Info { get; } = Compose(TFirst.Info, TRest.Info);

    /// <inheritdoc/>
    public static bool Selects => false;

    /// <inheritdoc/>
    public T Forward<T, TMath>(T x)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        Rest.Forward<T, TMath>(First.Forward<T, TMath>(x));

    /// <inheritdoc/>
    public T Derivative<T, TMath>(T x, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T>
    {
        var middle = First.Forward<T, TMath>(x);
        return First.Derivative<T, TMath>(x, middle) * Rest.Derivative<T, TMath>(middle, y);
    }

    /// <inheritdoc/>
    public T Backward<T, TMath>(T dy, T x, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T>
    {
        var middle = First.Forward<T, TMath>(x);
        return First.Backward<T, TMath>(Rest.Backward<T, TMath>(dy, middle, y), x, middle);
    }

    private static OpInfo Compose(OpInfo first, OpInfo rest)
    {
        var split = first.Parameters.Count;
        // What is in the middle is computed from the input.
        var readsMiddle = first.Needs != BackwardNeeds.None || rest.Needs.HasFlag(BackwardNeeds.Input);
        return new OpInfo(
            $"{first.Name}+{rest.Name}", rest.Category, $"{first.Formula}; {rest.Formula}",
            $"({first.Derivative}) ({rest.Derivative})",
            (rest.Needs & BackwardNeeds.Output) | (readsMiddle ? BackwardNeeds.Input : BackwardNeeds.None),
            "chain rule")
        {
            Parameters = [.. first.Parameters, .. rest.Parameters],
            Reference = (x, p) =>
                rest.Reference(first.Reference(x, [.. p.Take(split)]), [.. p.Skip(split)]),
            Domain = first.Domain,
            MaxUlps = double.PositiveInfinity,
        };
    }
}
