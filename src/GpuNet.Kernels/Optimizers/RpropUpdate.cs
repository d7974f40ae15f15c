using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>
/// Rprop: each parameter's step grows by <paramref name="Grow"/> where its gradient kept its sign and shrinks by
/// <paramref name="Shrink"/> where it changed it, and there the gradient counts as 0; p -= sign(g) * step. Steps start at
/// the learning rate, which has no other part in this.
/// </summary>
/// <param name="Shrink">Factor of the step after a change of sign; 0.5 is usual.</param>
/// <param name="Grow">Factor of the step otherwise; 1.2 is usual.</param>
/// <param name="Smallest">The smallest step; 1e-6 is usual.</param>
/// <param name="Largest">The largest step; 50 is usual.</param>
public readonly record struct RpropUpdate(float Shrink, float Grow, float Smallest, float Largest)
    : IOptimizerUpdate<RpropUpdate>
{
    /// <inheritdoc/>
    public static OptimizerInfo Info { get; } = new(
        "rprop", 2, "s = clamp(s * (grow or shrink)); p -= sign(g) s",
        "Riedmiller and Braun 1993; torch.optim.Rprop");

    /// <inheritdoc/>
    public OptimizerStep<T> Begin<T, TMath>(OptimizerStep<T> step)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T>
    {
        step.StepSize = step.LearningRate;
        return step;
    }

    /// <inheritdoc/>
    public ParameterState<T> Update<T, TMath>(ParameterState<T> parameter, T gradient, OptimizerStep<T> step)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T>
    {
        var agreement = gradient * parameter.First;
        var factor = agreement > T.Zero ? TMath.Of(Grow) : agreement < T.Zero ? TMath.Of(Shrink) : T.One;
        var size = (step.Step == 1 ? step.LearningRate : parameter.Second) * factor;
        parameter.Second = TMath.Min(TMath.Max(size, TMath.Of(Smallest)), TMath.Of(Largest));
        parameter.First = agreement < T.Zero ? T.Zero : gradient;
        var sign = parameter.First > T.Zero ? T.One : parameter.First < T.Zero ? -T.One : T.Zero;
        parameter.Value = TMath.Fma(-sign, parameter.Second, parameter.Value);
        return parameter;
    }
}
