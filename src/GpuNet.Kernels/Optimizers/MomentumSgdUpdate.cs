using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>
/// SGD with momentum: g += decay * p; v = momentum * v + (1 - dampening) * g, but v = g in the first step; p -= lr * v.
/// </summary>
/// <param name="Momentum">The part of the last step's direction that is kept; 0.9 is usual.</param>
/// <param name="Dampening">The part of the gradient left out of the direction, from the second step on; 0 is
/// usual.</param>
/// <param name="WeightDecay">Added to the gradient, times the parameter (an L2 penalty); 0 for none.</param>
public readonly record struct MomentumSgdUpdate(Decay Momentum, float Dampening, float WeightDecay)
    : IOptimizerUpdate<MomentumSgdUpdate>, IMomentumRule
{
    /// <inheritdoc/>
    Decay IMomentumRule.InitialMomentum => Momentum;

    /// <inheritdoc/>
    public static OptimizerInfo Info { get; } = new(
        "momentum_sgd", 1, "v = momentum v + (1 - dampening) g; p -= lr v",
        "torch.optim.SGD(momentum)");

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
        var kept = TMath.Fma(TMath.Of(step.Momentum.Kept), parameter.First, (T.One - TMath.Of(Dampening)) * g);
        parameter.First = step.Step == 1 ? g : kept;
        parameter.Value = TMath.Fma(-step.StepSize, parameter.First, parameter.Value);
        return parameter;
    }
}
