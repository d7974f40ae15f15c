using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>
/// Adam with decoupled weight decay: p *= 1 - lr * decay, then Adam's step with the plain gradient.
/// </summary>
/// <param name="Beta1">Of the first moment; 0.9 is usual.</param>
/// <param name="Beta2">Of the second moment; 0.999 is usual.</param>
/// <param name="Epsilon">Added to the root of the second moment; 1e-8 is usual.</param>
/// <param name="WeightDecay">Share of the parameter taken off per unit of learning rate; 0.01 is usual.</param>
public readonly record struct AdamWUpdate(Decay Beta1, Decay Beta2, float Epsilon, float WeightDecay)
    : IOptimizerUpdate<AdamWUpdate>, IMomentumRule
{
    /// <inheritdoc/>
    Decay IMomentumRule.InitialMomentum => Beta1;

    /// <inheritdoc/>
    public static OptimizerInfo Info { get; } = new(
        "adamw", 2, "p -= lr decay p; p -= lr m^ / (sqrt(v^) + eps)",
        "Loshchilov and Hutter 2019; torch.optim.AdamW");

    /// <inheritdoc/>
    public OptimizerStep<T> Begin<T, TMath>(OptimizerStep<T> step)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T>
    {
        return AdamMoments.Begin<T, TMath>(step, Beta2);
    }

    /// <inheritdoc/>
    public ParameterState<T> Update<T, TMath>(ParameterState<T> parameter, T gradient, OptimizerStep<T> step)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T>
    {
        parameter.Value *= TMath.Fma(-step.LearningRate, TMath.Of(WeightDecay), T.One);
        return AdamMoments.Update<T, TMath>(parameter, gradient, step, Beta2, Epsilon);
    }
}
