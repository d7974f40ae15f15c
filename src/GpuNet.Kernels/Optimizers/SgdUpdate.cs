using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>
/// Stochastic gradient descent: g += decay * p; p -= lr * g.
/// </summary>
/// <param name="WeightDecay">Added to the gradient, times the parameter (an L2 penalty); 0 for none.</param>
public readonly record struct SgdUpdate(float WeightDecay)
    : IOptimizerUpdate<SgdUpdate>
{
    /// <inheritdoc/>
    public static OptimizerInfo Info { get; } = new(
        "sgd", 0, "p -= lr (g + decay p)",
        "torch.optim.SGD");

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
        parameter.Value = TMath.Fma(-step.StepSize, g, parameter.Value);
        return parameter;
    }
}
