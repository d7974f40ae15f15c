using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>
/// Schedule-free AdamW. The parameters are y = (1 - beta1) * z + beta1 * x, where gradients are taken; x, the average of
/// all z, is what to use after training. v is a running mean of g^2; rate = lr * sqrt(1 - beta2^t) * min(1, t / warm-up);
/// d = g / (sqrt(v) + epsilon) + decay * y; z -= rate * d; c = rate^2 / (sum of all rate^2); x = (1 - c) * x + c * z.
/// Only y, z and v are kept: y = (1 - c) * y + c * z - rate * (1 - beta1 * (1 - c)) * d.
/// </summary>
/// <param name="Beta1">How far y lies towards x; 0.9 is usual.</param>
/// <param name="Beta2">Of the second moment; 0.999 is usual.</param>
/// <param name="Epsilon">Added to the root of the second moment; 1e-8 is usual.</param>
/// <param name="WeightDecay">Share of y taken off z per unit of learning rate.</param>
/// <param name="WarmUp">Steps over which the learning rate rises; 0 for none.</param>
public readonly record struct ScheduleFreeAdamWUpdate(
    Decay Beta1, Decay Beta2, float Epsilon, float WeightDecay, float WarmUp)
    : IOptimizerUpdate<ScheduleFreeAdamWUpdate>
{
    /// <inheritdoc/>
    public static OptimizerInfo Info { get; } = new(
        "schedule_free_adamw", 2, "z -= rate (g(y) / (sqrt(v) + eps) + decay y); x = mean of z; y = (1 - beta1) z + beta1 x",
        "Defazio et al. 2024, algorithm 1");

    /// <inheritdoc/>
    public OptimizerStep<T> Begin<T, TMath>(OptimizerStep<T> step)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T>
    {
        var t = TMath.Of((float)step.Step);
        var warmUp = TMath.Of(WarmUp);
        var rise = t < warmUp ? t / warmUp : T.One;
        step.StepSize = step.LearningRate * TMath.Sqrt(Beta2.Correction<T, TMath>(step.Step)) * rise;
        step.Carried = TMath.Fma(step.StepSize, step.StepSize, step.Carried);
        step.Weight = step.Carried > T.Zero ? step.StepSize * step.StepSize / step.Carried : T.Zero;
        return step;
    }

    /// <inheritdoc/>
    public ParameterState<T> Update<T, TMath>(ParameterState<T> parameter, T gradient, OptimizerStep<T> step)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T>
    {
        var z = step.Step == 1 ? parameter.Value : parameter.First;
        parameter.Second = Beta2.MeanSquare<T, TMath>(parameter.Second, gradient);
        var scaled = gradient / (TMath.Sqrt(parameter.Second) + TMath.Of(Epsilon));
        var direction = DecayTerm.Add<T, TMath>(WeightDecay, parameter.Value, scaled);
        var share = TMath.Fma(TMath.Of(-Beta1.Kept), T.One - step.Weight, T.One);
        var towards = TMath.Fma(step.Weight, z - parameter.Value, parameter.Value);
        parameter.Value = TMath.Fma(-step.StepSize * share, direction, towards);
        parameter.First = TMath.Fma(-step.StepSize, direction, z);
        return parameter;
    }
}
