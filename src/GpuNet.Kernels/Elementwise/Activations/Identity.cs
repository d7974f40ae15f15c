using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>y = x: no activation.</summary>
public readonly record struct Identity : IUnaryOp<Identity>
{
    /// <inheritdoc/>
    public static OpInfo Info { get; } = new(
        "identity", OpCategory.Activation, "y = x", "1", BackwardNeeds.None, "torch.nn.Identity")
    {
        Reference = static (x, _) => x,
        MaxUlps = 0,
    };

    /// <inheritdoc/>
    public static bool Selects => false;

    /// <inheritdoc/>
    public T Forward<T, TMath>(T x)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        x;

    /// <inheritdoc/>
    public T Derivative<T, TMath>(T x, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        T.One;
}
