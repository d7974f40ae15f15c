using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>
/// Adadelta: g += decay * p; v is a running mean of g^2; d = sqrt(u + epsilon) / sqrt(v + epsilon) * g;
/// u is a running mean of d^2; p -= lr * d.
/// </summary>
/// <param name="Rho">Of both means; 0.9 is usual.</param>
/// <param name="Epsilon">Added under both roots; 1e-6 is usual.</param>
/// <param name="WeightDecay">Added to the gradient, times the parameter (an L2 penalty); 0 for none.</param>
public readonly record struct AdadeltaUpdate(Decay Rho, float Epsilon, float WeightDecay)
    : IOptimizerUpdate<AdadeltaUpdate>
{
    /// <inheritdoc/>
    public static OptimizerInfo Info { get; } = new(
        "adadelta", 2, "g += decay p; d = sqrt(u + eps) / sqrt(v + eps) g; p -= lr d",
        "Zeiler 2012; torch.optim.Adadelta");

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
        parameter.First = Rho.MeanSquare<T, TMath>(parameter.First, g);
        var epsilon = TMath.Of(Epsilon);
        var delta = TMath.Sqrt(parameter.Second + epsilon) / TMath.Sqrt(parameter.First + epsilon) * g;
        parameter.Second = Rho.MeanSquare<T, TMath>(parameter.Second, delta);
        parameter.Value = TMath.Fma(-step.StepSize, delta, parameter.Value);
        return parameter;
    }
}
