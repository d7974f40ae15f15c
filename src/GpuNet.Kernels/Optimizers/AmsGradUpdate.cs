using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>
/// Adam whose denominator never shrinks: g += decay * p; m and v are running means of g and g^2; w = max(w, v);
/// p -= lr / (1 - beta1^t) * m / (sqrt(w) / sqrt(1 - beta2^t) + epsilon).
/// </summary>
/// <param name="Beta1">Of the first moment; 0.9 is usual.</param>
/// <param name="Beta2">Of the second moment; 0.999 is usual.</param>
/// <param name="Epsilon">Added to the root of the second moment; 1e-8 is usual.</param>
/// <param name="WeightDecay">Added to the gradient, times the parameter (an L2 penalty); 0 for none.</param>
public readonly record struct AmsGradUpdate(Decay Beta1, Decay Beta2, float Epsilon, float WeightDecay)
    : IOptimizerUpdate<AmsGradUpdate>, IMomentumRule
{
    /// <inheritdoc/>
    Decay IMomentumRule.InitialMomentum => Beta1;

    /// <inheritdoc/>
    public static OptimizerInfo Info { get; } = new(
        "amsgrad", 3, "g += decay p; w = max(w, v); p -= lr m^ / (sqrt(w^) + eps)",
        "Reddi, Kale and Kumar 2018; torch.optim.Adam(amsgrad=True)");

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
        return AdamMoments.UpdateByLargest<T, TMath>(parameter, g, step, Beta2, Epsilon);
    }
}
