using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>What Adam and AdamW share: the running moments, their bias correction and the step along them.</summary>
internal static class AdamMoments
{
    /// <summary>
    /// 1 - beta^t = -expm1(t log(beta)): accurate also in the first steps, where beta^t is close to 1.
    /// </summary>
    internal static OptimizerStep<T> Begin<T, TMath>(OptimizerStep<T> step, float beta1, float beta2)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T>
    {
        var t = TMath.Of((float)step.Step);
        step.StepSize = step.LearningRate / -TMath.Expm1(t * TMath.Log(TMath.Of(beta1)));
        step.SecondMomentScale = TMath.Sqrt(-TMath.Expm1(t * TMath.Log(TMath.Of(beta2))));
        return step;
    }

    internal static ParameterState<T> Update<T, TMath>(
        ParameterState<T> parameter, T g, OptimizerStep<T> step, float beta1, float beta2, float epsilon)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T>
    {
        var decay2 = TMath.Of(beta2);
        parameter.First = TMath.Fma(T.One - TMath.Of(beta1), g - parameter.First, parameter.First);
        parameter.Second = TMath.Fma((T.One - decay2) * g, g, decay2 * parameter.Second);
        var denominator = TMath.Sqrt(parameter.Second) / step.SecondMomentScale + TMath.Of(epsilon);
        parameter.Value = TMath.Fma(-step.StepSize, parameter.First / denominator, parameter.Value);
        return parameter;
    }
}
