using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>
/// SGD with Nesterov momentum as torch has it: g += decay * p; v = momentum * v + g; p -= lr * (g + momentum * v).
/// </summary>
/// <param name="Momentum">The part of the last step's direction that is kept; 0.9 is usual.</param>
/// <param name="WeightDecay">Added to the gradient, times the parameter (an L2 penalty); 0 for none.</param>
public readonly record struct NesterovSgdUpdate(Decay Momentum, float WeightDecay)
    : IOptimizerUpdate<NesterovSgdUpdate>, IMomentumRule
{
    /// <inheritdoc/>
    Decay IMomentumRule.InitialMomentum => Momentum;

    /// <inheritdoc/>
    public static OptimizerInfo Info { get; } = new(
        "nesterov_sgd", 1, "v = momentum v + g; p -= lr (g + momentum v)",
        "torch.optim.SGD(nesterov=True); Sutskever et al. 2013");

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
        parameter.First = TMath.Fma(TMath.Of(step.Momentum.Kept), parameter.First, g);
        var direction = TMath.Fma(TMath.Of(step.Momentum.Kept), parameter.First, g);
        parameter.Value = TMath.Fma(-step.StepSize, direction, parameter.Value);
        return parameter;
    }
}
