using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>
/// RMSprop: g += decay * p; v is a running mean of g^2; p -= lr * g / (sqrt(v) + epsilon).
/// </summary>
/// <param name="Alpha">Of the mean of squares; 0.99 is usual.</param>
/// <param name="Epsilon">Added to the root of the mean; 1e-8 is usual.</param>
/// <param name="WeightDecay">Added to the gradient, times the parameter (an L2 penalty); 0 for none.</param>
public readonly record struct RmsPropUpdate(Decay Alpha, float Epsilon, float WeightDecay)
    : IOptimizerUpdate<RmsPropUpdate>
{
    /// <inheritdoc/>
    public static OptimizerInfo Info { get; } = new(
        "rmsprop", 1, "g += decay p; p -= lr g / (sqrt(v) + eps)",
        "Tieleman and Hinton 2012; torch.optim.RMSprop");

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
        var g = DecayTerm.Add<T, TMath>(WeightDecay, parameter.Value, gradient);
        parameter.First = Alpha.MeanSquare<T, TMath>(parameter.First, g);
        var denominator = TMath.Sqrt(parameter.First) + TMath.Of(Epsilon);
        parameter.Value = TMath.Fma(-step.StepSize, g / denominator, parameter.Value);
        return parameter;
    }
}
