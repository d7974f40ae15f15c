using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>
/// Adam that waits until its second moment can be trusted: g += decay * p; m and v are running means of g and g^2;
/// r = 2 / (1 - beta2) - 1, rho = r - 2 t beta2^t / (1 - beta2^t). Where rho is above 5,
/// p -= lr * sqrt((rho - 4)(rho - 2) r / ((r - 4)(r - 2) rho)) * m^ * sqrt(1 - beta2^t) / (sqrt(v) + epsilon);
/// otherwise p -= lr * m^, with m^ = m / (1 - beta1^t).
/// </summary>
/// <param name="Beta1">Of the first moment; 0.9 is usual.</param>
/// <param name="Beta2">Of the second moment; 0.999 is usual.</param>
/// <param name="Epsilon">Added to the root of the second moment; 1e-8 is usual.</param>
/// <param name="WeightDecay">Added to the gradient, times the parameter (an L2 penalty); 0 for none.</param>
public readonly record struct RAdamUpdate(Decay Beta1, Decay Beta2, float Epsilon, float WeightDecay)
    : IOptimizerUpdate<RAdamUpdate>, IMomentumRule
{
    /// <inheritdoc/>
    Decay IMomentumRule.InitialMomentum => Beta1;

    /// <inheritdoc/>
    public static OptimizerInfo Info { get; } = new(
        "radam", 2, "g += decay p; p -= lr rect m^ / (sqrt(v^) + eps), in the first steps p -= lr m^",
        "Liu et al. 2020; torch.optim.RAdam");

    /// <inheritdoc/>
    public OptimizerStep<T> Begin<T, TMath>(OptimizerStep<T> step)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T>
    {
        step.StepSize = step.LearningRate / step.Momentum.Correction<T, TMath>(step.Step);
        var limit = TMath.Of(2.0) / TMath.Of(Beta2.Taken) - T.One;
        var rho = Length<T, TMath>(step.Step);
        var four = TMath.Of(4.0);
        var two = TMath.Of(2.0);
        var rectified = TMath.Sqrt((rho - four) * (rho - two) * limit / ((limit - four) * (limit - two) * rho));
        var scale = TMath.Sqrt(Beta2.Correction<T, TMath>(step.Step));
        step.Weight = rho > TMath.Of(5.0) ? rectified * scale : T.Zero;
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
        var adapted = step.Weight / (TMath.Sqrt(parameter.Second) + TMath.Of(Epsilon));
        var factor = step.Weight > T.Zero ? adapted : T.One;
        parameter.Value = TMath.Fma(-step.StepSize, parameter.First * factor, parameter.Value);
        return parameter;
    }

    /// <summary>
    /// rho, the length of the mean of squares. With x = -log(beta2) and z = t x it is
    /// 2 / (1 - beta2) - 1 - 2 / x * z / (e^z - 1), a small difference of large numbers while z is small; there the
    /// series of z / (e^z - 1) (Bernoulli numbers) leaves t + x / 6 - 2 / x * (z^2 / 12 - z^4 / 720 + ...).
    /// </summary>
    private T Length<T, TMath>(int step)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T>
    {
        var t = TMath.Of((float)step);
        var x = -TMath.Of(Beta2.Log);
        var z = t * x;
        var s = z * z;
        var series = TMath.Fma(s, TMath.Of(-1.0 / 1209600), TMath.Of(1.0 / 30240));
        series = TMath.Fma(s, series, TMath.Of(-1.0 / 720));
        series = s * TMath.Fma(s, series, TMath.Of(1.0 / 12));
        var early = t + x / TMath.Of(6.0) - TMath.Of(2.0) / x * series;
        var late = TMath.Of(2.0) / TMath.Of(Beta2.Taken) - T.One - TMath.Of(2.0) * t / TMath.Expm1(z);
        return z < T.One ? early : late;
    }
}
