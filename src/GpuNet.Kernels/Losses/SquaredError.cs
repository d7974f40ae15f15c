using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>
/// The squared error (x - t)^2 of prediction x and target t; its mean is the MSE loss.
/// </summary>
public readonly record struct SquaredError : IBinaryOp<SquaredError>
{
    /// <inheritdoc/>
    public static BinaryOpInfo Info { get; } = new(
        "squared_error", OpCategory.Loss, "y = (x - t)^2", "2 (x - t) and -2 (x - t)",
        BackwardNeeds.Input, "torch.nn.MSELoss")
    {
        Reference = static (x, t, _) => (x - t) * (x - t),
        MaxUlps = 2,
    };

    /// <inheritdoc/>
    public T Forward<T, TMath>(T a, T b)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        (a - b) * (a - b);

    /// <inheritdoc/>
    public T DerivativeA<T, TMath>(T a, T b, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        (a - b) + (a - b);

    /// <inheritdoc/>
    public T DerivativeB<T, TMath>(T a, T b, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        (b - a) + (b - a);
}
