using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>
/// Adam with the infinity norm: g += decay * p; m is a running mean of g; u = max(beta2 * u, |g| + epsilon);
/// p -= lr / (1 - beta1^t) * m / u.
/// </summary>
/// <param name="Beta1">Of the first moment; 0.9 is usual.</param>
/// <param name="Beta2">Of the second moment; 0.999 is usual.</param>
/// <param name="Epsilon">Keeps the norm above 0; 1e-8 is usual.</param>
/// <param name="WeightDecay">Added to the gradient, times the parameter (an L2 penalty); 0 for none.</param>
public readonly record struct AdamaxUpdate(Decay Beta1, Decay Beta2, float Epsilon, float WeightDecay)
    : IOptimizerUpdate<AdamaxUpdate>, IMomentumRule
{
    /// <inheritdoc/>
    Decay IMomentumRule.InitialMomentum => Beta1;

    /// <inheritdoc/>
    public static OptimizerInfo Info { get; } = new(
        "adamax", 2, "g += decay p; u = max(beta2 u, |g| + eps); p -= lr m^ / u",
        "Kingma and Ba 2015, section 7.1; torch.optim.Adamax");

    /// <inheritdoc/>
    public OptimizerStep<T> Begin<T, TMath>(OptimizerStep<T> step)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T>
    {
        step.StepSize = step.LearningRate / step.Momentum.Correction<T, TMath>(step.Step);
        return step;
    }

    /// <inheritdoc/>
    public ParameterState<T> Update<T, TMath>(ParameterState<T> parameter, T gradient, OptimizerStep<T> step)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T>
    {
        var g = DecayTerm.Add<T, TMath>(WeightDecay, parameter.Value, gradient);
        parameter.First = step.Momentum.Mean<T, TMath>(parameter.First, g);
        parameter.Second = TMath.Max(TMath.Of(Beta2.Kept) * parameter.Second, TMath.Abs(g) + TMath.Of(Epsilon));
        parameter.Value = TMath.Fma(-step.StepSize, parameter.First / parameter.Second, parameter.Value);
        return parameter;
    }
}
