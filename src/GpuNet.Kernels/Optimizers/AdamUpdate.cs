using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>
/// Adam with coupled weight decay: g += decay * p; m and v are running means of g and g^2;
/// p -= lr / (1 - beta1^t) * m / (sqrt(v) / sqrt(1 - beta2^t) + epsilon).
/// </summary>
/// <param name="Beta1">Of the first moment; 0.9 is usual.</param>
/// <param name="Beta2">Of the second moment; 0.999 is usual.</param>
/// <param name="Epsilon">Added to the root of the second moment; 1e-8 is usual.</param>
/// <param name="WeightDecay">Added to the gradient, times the parameter (an L2 penalty); 0 for none.</param>
public readonly record struct AdamUpdate(Decay Beta1, Decay Beta2, float Epsilon, float WeightDecay)
    : IOptimizerUpdate<AdamUpdate>, IMomentumRule
{
    /// <inheritdoc/>
    Decay IMomentumRule.InitialMomentum => Beta1;

    /// <inheritdoc/>
    public static OptimizerInfo Info { get; } = new(
        "adam", 2, "g += decay p; p -= lr m^ / (sqrt(v^) + eps)",
        "Kingma and Ba 2015; torch.optim.Adam");

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
        var g = DecayTerm.Add<T, TMath>(WeightDecay, parameter.Value, gradient);
        return AdamMoments.Update<T, TMath>(parameter, g, step, Beta2, Epsilon);
    }
}
