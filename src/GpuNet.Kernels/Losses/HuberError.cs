using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>
/// Squared near the target, linear beyond: d^2 / 2 for |d| &lt;= Delta, else Delta (|d| - Delta / 2), with d = x - t.
/// </summary>
/// <param name="Delta">Where the loss turns from squared to linear.</param>
public readonly record struct HuberError(float Delta) : IBinaryOp<HuberError>
{
    /// <inheritdoc/>
    public static BinaryOpInfo Info { get; } = new(
        "huber_error", OpCategory.Loss, "y = d^2 / 2 if |d| <= delta, else delta (|d| - delta / 2); d = x - t",
        "d clamped to [-delta, delta], and the negative", BackwardNeeds.Input, "Huber 1964; torch.nn.HuberLoss")
    {
        Parameters = [new("delta", 1, "where squared turns to linear")],
        Reference = static (x, t, p) => Math.Abs(x - t) <= p[0] ? (x - t) * (x - t) / 2 : p[0] * (Math.Abs(x - t) - p[0] / 2),
        MaxUlps = 2,
    };

    /// <inheritdoc/>
    public T Forward<T, TMath>(T a, T b)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T>
    {
        var delta = TMath.Of(Delta);
        var distance = TMath.Abs(a - b);
        var half = TMath.Of(0.5);
        return distance <= delta ? half * distance * distance : delta * (distance - half * delta);
    }

    /// <inheritdoc/>
    public T DerivativeA<T, TMath>(T a, T b, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        TMath.Max(-TMath.Of(Delta), TMath.Min(TMath.Of(Delta), a - b));

    /// <inheritdoc/>
    public T DerivativeB<T, TMath>(T a, T b, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        TMath.Max(-TMath.Of(Delta), TMath.Min(TMath.Of(Delta), b - a));
}
