using System.Numerics;
using ILGPU;

namespace GpuNet.Kernels;

/// <summary>
/// LARS, momentum with a rate of its own for each layer: r = trust * |p| / (|g| + decay * |p|), norms over the layer, or 1 where
/// one of them is 0; v = momentum * v + lr * r * (g + decay * p); p -= v.
/// </summary>
/// <param name="Momentum">The part of the last step that is kept; 0.9 is usual.</param>
/// <param name="WeightDecay">Added to the gradient, times the parameter; 0 for none.</param>
/// <param name="Trust">The trust coefficient, the size of a step relative to the layer's norm; 0.001 is usual.</param>
public readonly record struct LarsUpdate(Decay Momentum, float WeightDecay, float Trust) : IOptimizerRule<LarsUpdate>, IMomentumRule
{
    /// <inheritdoc/>
    Decay IMomentumRule.InitialMomentum => Momentum;

    /// <inheritdoc/>
    public static OptimizerInfo Info { get; } = new(
        "lars", 1, "v = momentum v + lr trust |p| / (|g| + decay |p|) (g + decay p); p -= v",
        "You, Gitman and Ginsburg 2017, algorithm 1");

    /// <inheritdoc/>
    public OptimizerStep<T> Begin<T, TMath>(OptimizerStep<T> step)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T>
    {
        step.StepSize = step.LearningRate;
        return step;
    }
}

/// <summary>The step of <see cref="LarsUpdate"/>, over all parameters at once.</summary>
public static class LarsKernels
{
    /// <summary>
    /// The step, once the norms are known. Launch: auto-grouped, one item a parameter;
    /// <paramref name="segments"/> as in <see cref="GradientKernels"/>.
    /// </summary>
    public static void Apply<TStored, TCopy, T, TMath>(
        Index1D index, ArrayView<T> parameters, ArrayView<T> gradients, ArrayView<T> velocities,
        ArrayView<int> segments, ArrayView<T> parameterNorms, ArrayView<T> gradientNorms,
        ArrayView<OptimizerStep<T>> step, LarsUpdate update, ArrayView<TStored> copy)
        where TStored : unmanaged
        where TCopy : unmanaged, IWeightCopy<TStored, T>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var segment = segments[index.X / GradientKernels.BlockLength];
        var (p, g, last) = (parameters[index], gradients[index], velocities[index]);
        var (size, slope) = (parameterNorms[segment], gradientNorms[segment]);
        var ratio = TMath.Of(update.Trust) * size / DecayTerm.Add<T, TMath>(update.WeightDecay, size, slope);
        var rate = step[0].StepSize * (size > T.Zero && slope > T.Zero ? ratio : T.One);
        var velocity = TMath.Fma(
            TMath.Of(step[0].Momentum.Kept), last, rate * DecayTerm.Add<T, TMath>(update.WeightDecay, p, g));
        var moved = p - velocity;
        var skips = step[0].Skips != 0;
        velocities[index] = skips ? last : velocity;
        var value = skips ? p : moved;
        parameters[index] = value;
        TCopy.Store(copy, index, value);
    }
}
