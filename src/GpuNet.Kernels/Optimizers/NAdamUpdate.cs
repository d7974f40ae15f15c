using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>
/// Adam with Nesterov momentum: g += decay * p; m and v are running means of g and g^2;
/// mu_t = beta1 * (1 - 0.96^(t * momentum decay) / 2), M_t = mu_1 * ... * mu_t, d = sqrt(v) / sqrt(1 - beta2^t) + epsilon;
/// p -= lr * ((1 - mu_t) / (1 - M_t) * g + mu_(t+1) / (1 - M_(t+1)) * m) / d.
/// </summary>
/// <param name="Beta1">Of the first moment; 0.9 is usual.</param>
/// <param name="Beta2">Of the second moment; 0.999 is usual.</param>
/// <param name="Epsilon">Added to the root of the second moment; 1e-8 is usual.</param>
/// <param name="WeightDecay">Added to the gradient, times the parameter (an L2 penalty); 0 for none.</param>
/// <param name="MomentumDecay">How fast mu approaches beta1; 0.004 is usual.</param>
public readonly record struct NAdamUpdate(
    Decay Beta1, Decay Beta2, float Epsilon, float WeightDecay, float MomentumDecay)
    : IOptimizerUpdate<NAdamUpdate>, IMomentumRule
{
    /// <inheritdoc/>
    Decay IMomentumRule.InitialMomentum => Beta1;

    /// <inheritdoc/>
    public static OptimizerInfo Info { get; } = new(
        "nadam", 2, "g += decay p; p -= lr ((1 - mu) / (1 - M) g + mu' / (1 - M') m) / (sqrt(v^) + eps)",
        "Dozat 2016; torch.optim.NAdam");

    /// <inheritdoc/>
    public OptimizerStep<T> Begin<T, TMath>(OptimizerStep<T> step)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T>
    {
        var mu = Mu<T, TMath>(step.Momentum, step.Step);
        var next = Mu<T, TMath>(step.Momentum, step.Step + 1);
        step.Carried = step.Step == 1 ? mu : step.Carried * mu;
        step.Weight = step.LearningRate * (T.One - mu) / (T.One - step.Carried);
        step.StepSize = step.LearningRate * next / (T.One - step.Carried * next);
        step.SecondMomentScale = TMath.Sqrt(Beta2.Correction<T, TMath>(step.Step));
        return step;
    }

    /// <inheritdoc/>
    public ParameterState<T> Update<T, TMath>(ParameterState<T> parameter, T gradient, OptimizerStep<T> step)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T>
    {
        var g = DecayTerm.Add<T, TMath>(WeightDecay, parameter.Value, gradient);
        parameter.First = step.Momentum.Mean<T, TMath>(parameter.First, g);
        parameter.Second = Beta2.MeanSquare<T, TMath>(parameter.Second, g);
        var denominator = TMath.Sqrt(parameter.Second) / step.SecondMomentScale + TMath.Of(Epsilon);
        var direction = TMath.Fma(step.StepSize, parameter.First, step.Weight * g);
        parameter.Value -= direction / denominator;
        return parameter;
    }

    /// <summary>mu of a step; log(0.96) = -0.0408219945.</summary>
    private T Mu<T, TMath>(Decay momentum, int step)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T>
    {
        var power = TMath.Exp(TMath.Of(-0.040821994520255166) * (TMath.Of((float)step) * TMath.Of(MomentumDecay)));
        return TMath.Of(momentum.Kept) * TMath.Fma(TMath.Of(-0.5), power, T.One);
    }
}
