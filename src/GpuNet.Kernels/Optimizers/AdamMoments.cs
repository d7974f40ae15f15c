using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>What Adam, AdamW and AMSGrad share: the running moments, their bias correction and the step along them.</summary>
internal static class AdamMoments
{
    internal static OptimizerStep<T> Begin<T, TMath>(OptimizerStep<T> step, Decay beta2)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T>
    {
        step.StepSize = step.LearningRate / step.Momentum.Correction<T, TMath>(step.Step);
        step.SecondMomentScale = TMath.Sqrt(beta2.Correction<T, TMath>(step.Step));
        return step;
    }

    internal static ParameterState<T> Update<T, TMath>(
        ParameterState<T> parameter, T g, OptimizerStep<T> step, Decay beta2, float epsilon)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T>
    {
        parameter.First = step.Momentum.Mean<T, TMath>(parameter.First, g);
        parameter.Second = beta2.MeanSquare<T, TMath>(parameter.Second, g);
        var denominator = TMath.Sqrt(parameter.Second) / step.SecondMomentScale + TMath.Of(epsilon);
        parameter.Value = TMath.Fma(-step.StepSize, parameter.First / denominator, parameter.Value);
        return parameter;
    }

    /// <summary>The same with the largest second moment so far.</summary>
    internal static ParameterState<T> UpdateByLargest<T, TMath>(
        ParameterState<T> parameter, T g, OptimizerStep<T> step, Decay beta2, float epsilon)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T>
    {
        parameter.First = step.Momentum.Mean<T, TMath>(parameter.First, g);
        parameter.Second = beta2.MeanSquare<T, TMath>(parameter.Second, g);
        parameter.Third = TMath.Max(parameter.Third, parameter.Second);
        var denominator = TMath.Sqrt(parameter.Third) / step.SecondMomentScale + TMath.Of(epsilon);
        parameter.Value = TMath.Fma(-step.StepSize, parameter.First / denominator, parameter.Value);
        return parameter;
    }
}
