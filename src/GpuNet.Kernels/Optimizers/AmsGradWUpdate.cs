using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>
/// AMSGrad with decoupled weight decay: p *= 1 - lr * decay, then AMSGrad's step with the plain gradient.
/// </summary>
/// <param name="Beta1">Of the first moment; 0.9 is usual.</param>
/// <param name="Beta2">Of the second moment; 0.999 is usual.</param>
/// <param name="Epsilon">Added to the root of the second moment; 1e-8 is usual.</param>
/// <param name="WeightDecay">Share of the parameter taken off per unit of learning rate; 0.01 is usual.</param>
public readonly record struct AmsGradWUpdate(Decay Beta1, Decay Beta2, float Epsilon, float WeightDecay)
    : IOptimizerUpdate<AmsGradWUpdate>, IMomentumRule
{
    /// <inheritdoc/>
    Decay IMomentumRule.InitialMomentum => Beta1;

    /// <inheritdoc/>
    public static OptimizerInfo Info { get; } = new(
        "amsgradw", 3, "p -= lr decay p; w = max(w, v); p -= lr m^ / (sqrt(w^) + eps)",
        "Reddi, Kale and Kumar 2018; torch.optim.AdamW(amsgrad=True)");

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
        return AdamMoments.UpdateByLargest<T, TMath>(parameter, gradient, step, Beta2, Epsilon);
    }
}
