using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>
/// Adagrad: g += decay * p; s += g^2; p -= lr / (1 + (t - 1) * rate decay) * g / (sqrt(s) + epsilon).
/// </summary>
/// <param name="RateDecay">How fast the learning rate falls besides; 0 for not at all.</param>
/// <param name="InitialAccumulator">What the sum of squares starts at; 0 is usual.</param>
/// <param name="Epsilon">Added to the root of the sum; 1e-10 is usual.</param>
/// <param name="WeightDecay">Added to the gradient, times the parameter (an L2 penalty); 0 for none.</param>
public readonly record struct AdagradUpdate(
    float RateDecay, float InitialAccumulator, float Epsilon, float WeightDecay)
    : IOptimizerUpdate<AdagradUpdate>
{
    /// <inheritdoc/>
    public static OptimizerInfo Info { get; } = new(
        "adagrad", 1, "g += decay p; s += g^2; p -= lr / (1 + (t - 1) rate_decay) g / (sqrt(s) + eps)",
        "Duchi, Hazan and Singer 2011; torch.optim.Adagrad");

    /// <inheritdoc/>
    public OptimizerStep<T> Begin<T, TMath>(OptimizerStep<T> step)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T>
    {
        step.StepSize = step.LearningRate / TMath.Fma(TMath.Of((float)(step.Step - 1)), TMath.Of(RateDecay), T.One);
        return step;
    }

    /// <inheritdoc/>
    public ParameterState<T> Update<T, TMath>(ParameterState<T> parameter, T gradient, OptimizerStep<T> step)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T>
    {
        var g = DecayTerm.Add<T, TMath>(WeightDecay, parameter.Value, gradient);
        var sum = step.Step == 1 ? TMath.Of(InitialAccumulator) : parameter.First;
        parameter.First = TMath.Fma(g, g, sum);
        var denominator = TMath.Sqrt(parameter.First) + TMath.Of(Epsilon);
        parameter.Value = TMath.Fma(-step.StepSize, g / denominator, parameter.Value);
        return parameter;
    }
}
