using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>
/// RMSprop with momentum, centered or not: g += decay * p; v and m are running means of g^2 and g;
/// b = momentum * b + g / (sqrt(v - centered * m^2) + epsilon); p -= lr * b.
/// </summary>
/// <param name="Alpha">Of both means; 0.99 is usual.</param>
/// <param name="Momentum">The part of the last step's direction that is kept; may be 0.</param>
/// <param name="Centered">1 to divide by the deviation, 0 by the root of the mean square.</param>
/// <param name="Epsilon">Added to the root; 1e-8 is usual.</param>
/// <param name="WeightDecay">Added to the gradient, times the parameter (an L2 penalty); 0 for none.</param>
public readonly record struct MomentumRmsPropUpdate(
    Decay Alpha, Decay Momentum, float Centered, float Epsilon, float WeightDecay)
    : IOptimizerUpdate<MomentumRmsPropUpdate>, IMomentumRule
{
    /// <inheritdoc/>
    Decay IMomentumRule.InitialMomentum => Momentum;

    /// <inheritdoc/>
    public static OptimizerInfo Info { get; } = new(
        "momentum_rmsprop", 3, "g += decay p; b = momentum b + g / (sqrt(v - m^2) + eps); p -= lr b",
        "Graves 2013; torch.optim.RMSprop(momentum, centered)");

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
        parameter.Second = Alpha.Mean<T, TMath>(parameter.Second, g);
        var mean = TMath.Of(Centered) * parameter.Second;
        var variance = TMath.Max(TMath.Fma(-mean, parameter.Second, parameter.First), T.Zero);
        var scaled = g / (TMath.Sqrt(variance) + TMath.Of(Epsilon));
        parameter.Third = TMath.Fma(TMath.Of(step.Momentum.Kept), parameter.Third, scaled);
        parameter.Value = TMath.Fma(-step.StepSize, parameter.Third, parameter.Value);
        return parameter;
    }
}
