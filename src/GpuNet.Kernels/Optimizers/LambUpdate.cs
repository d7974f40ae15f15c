using System.Numerics;
using ILGPU;

namespace GpuNet.Kernels;

/// <summary>
/// LAMB, AdamW with a rate of its own for each layer: u = m^ / (sqrt(v^) + epsilon) + decay * p; p -= lr * |p| / |u| * u, norms
/// over the layer, with a ratio of 1 where one of them is 0.
/// </summary>
/// <param name="Beta1">Of the first moment; 0.9 is usual.</param>
/// <param name="Beta2">Of the second moment; 0.999 is usual.</param>
/// <param name="Epsilon">Added to the root of the second moment; 1e-6 is usual.</param>
/// <param name="WeightDecay">Added to the direction, times the parameter; 0.01 is usual.</param>
public readonly record struct LambUpdate(Decay Beta1, Decay Beta2, float Epsilon, float WeightDecay)
    : IOptimizerRule<LambUpdate>, IMomentumRule
{
    /// <inheritdoc/>
    Decay IMomentumRule.InitialMomentum => Beta1;

    /// <inheritdoc/>
    public static OptimizerInfo Info { get; } = new(
        "lamb", 2, "u = m^ / (sqrt(v^) + eps) + decay p; p -= lr |p| / |u| u",
        "You et al. 2020, algorithm 2");

    /// <inheritdoc/>
    public OptimizerStep<T> Begin<T, TMath>(OptimizerStep<T> step)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T>
    {
        step.StepSize = step.LearningRate;
        step.Weight = step.Momentum.Correction<T, TMath>(step.Step);
        step.SecondMomentScale = TMath.Sqrt(Beta2.Correction<T, TMath>(step.Step));
        return step;
    }
}

/// <summary>The two launches of <see cref="LambUpdate"/>; between them the norms are taken.</summary>
/// <remarks>Launch: auto-grouped, one item a parameter.</remarks>
public static class LambKernels
{
    /// <summary>Moves the moments and writes the direction u.</summary>
    public static void Direct<T, TMath>(
        Index1D index, ArrayView<T> parameters, ArrayView<T> gradients, ArrayView<T> first, ArrayView<T> second,
        ArrayView<T> directions, ArrayView<OptimizerStep<T>> step, LambUpdate update)
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var (g, lastM, lastV) = (gradients[index], first[index], second[index]);
        var m = step[0].Momentum.Mean<T, TMath>(lastM, g);
        var v = update.Beta2.MeanSquare<T, TMath>(lastV, g);
        var skips = step[0].Skips != 0;
        first[index] = skips ? lastM : m;
        second[index] = skips ? lastV : v;
        var denominator = TMath.Sqrt(v) / step[0].SecondMomentScale + TMath.Of(update.Epsilon);
        directions[index] = DecayTerm.Add<T, TMath>(
            update.WeightDecay, parameters[index], m / step[0].Weight / denominator);
    }

    /// <summary>
    /// Moves the parameters. <paramref name="segments"/> as in <see cref="GradientKernels"/>.
    /// </summary>
    public static void Apply<TStored, TCopy, T, TMath>(
        Index1D index, ArrayView<T> parameters, ArrayView<T> directions, ArrayView<int> segments,
        ArrayView<T> parameterNorms, ArrayView<T> directionNorms, ArrayView<OptimizerStep<T>> step,
        ArrayView<TStored> copy)
        where TStored : unmanaged
        where TCopy : unmanaged, IWeightCopy<TStored, T>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var segment = segments[index.X / GradientKernels.BlockLength];
        var (size, length) = (parameterNorms[segment], directionNorms[segment]);
        var ratio = size > T.Zero && length > T.Zero ? size / length : T.One;
        var last = parameters[index];
        var moved = TMath.Fma(-step[0].StepSize * ratio, directions[index], last);
        var value = step[0].Skips != 0 ? last : moved;
        parameters[index] = value;
        TCopy.Store(copy, index, value);
    }
}
