using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>
/// Lion: p -= lr * (sign(beta1 * m + (1 - beta1) * g) + decay * p); m = beta2 * m + (1 - beta2) * g. sign(0) = 0.
/// </summary>
/// <param name="Beta1">Of the direction; 0.9 is usual.</param>
/// <param name="Beta2">Of the momentum; 0.99 is usual.</param>
/// <param name="WeightDecay">Share of the parameter taken off per unit of learning rate.</param>
public readonly record struct LionUpdate(Decay Beta1, Decay Beta2, float WeightDecay)
    : IOptimizerUpdate<LionUpdate>, IMomentumRule
{
    /// <inheritdoc/>
    Decay IMomentumRule.InitialMomentum => Beta1;

    /// <inheritdoc/>
    public static OptimizerInfo Info { get; } = new(
        "lion", 1, "p -= lr (sign(beta1 m + (1 - beta1) g) + decay p)",
        "Chen et al. 2023, algorithm 2");

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
        var direction = step.Momentum.Mean<T, TMath>(parameter.First, gradient);
        var sign = direction > T.Zero ? T.One : direction < T.Zero ? -T.One : direction; // 0 or NaN
        var move = DecayTerm.Add<T, TMath>(WeightDecay, parameter.Value, sign);
        parameter.Value = TMath.Fma(-step.StepSize, move, parameter.Value);
        parameter.First = Beta2.Mean<T, TMath>(parameter.First, gradient);
        return parameter;
    }
}
