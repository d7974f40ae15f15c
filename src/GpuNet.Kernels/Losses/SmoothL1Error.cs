using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>
/// Squared near the target, absolute beyond: d^2 / (2 Beta) for |d| &lt; Beta, else |d| - Beta / 2, with d = x - t.
/// </summary>
/// <param name="Beta">Where the loss turns from squared to absolute; 0 makes it the absolute error.</param>
public readonly record struct SmoothL1Error(float Beta) : IBinaryOp<SmoothL1Error>
{
    /// <inheritdoc/>
    public static BinaryOpInfo Info { get; } = new(
        "smooth_l1_error", OpCategory.Loss, "y = d^2 / (2 beta) if |d| < beta, else |d| - beta / 2; d = x - t",
        "d / beta if |d| < beta, else sign(d) (-1 at 0, as in torch); and the same of t - x", BackwardNeeds.Input, "Girshick, Fast R-CNN, 2015; torch.nn.SmoothL1Loss")
    {
        Parameters = [new("beta", 1, "where squared turns to absolute")],
        Reference = static (x, t, p) => Math.Abs(x - t) < p[0] ? (x - t) * (x - t) / (2 * p[0]) : Math.Abs(x - t) - p[0] / 2,
        MaxUlps = 2,
    };

    /// <inheritdoc/>
    public T Forward<T, TMath>(T a, T b)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T>
    {
        var beta = TMath.Of(Beta);
        var distance = TMath.Abs(a - b);
        var half = TMath.Of(0.5);
        return distance < beta ? half * distance * distance / beta : distance - half * beta;
    }

    /// <inheritdoc/>
    public T DerivativeA<T, TMath>(T a, T b, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        Slope<T, TMath>(a - b);

    /// <inheritdoc/>
    public T DerivativeB<T, TMath>(T a, T b, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        Slope<T, TMath>(b - a);

    private T Slope<T, TMath>(T difference)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T>
    {
        var beta = TMath.Of(Beta);
        return difference <= -beta ? -T.One : difference >= beta ? T.One : difference / beta;
    }
}
