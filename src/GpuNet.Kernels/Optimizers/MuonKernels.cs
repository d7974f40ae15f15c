using System.Numerics;
using ILGPU;

namespace GpuNet.Kernels;

/// <summary>
/// Muon: matrices move along their momentum made orthogonal. b = momentum * b + (1 - momentum) * g; d = b, or with
/// Nesterov's look-ahead (1 - momentum) * g + momentum * b; p *= 1 - lr * decay; p -= lr * sqrt(max(1, rows / columns)) *
/// orthogonal(d).
/// </summary>
/// <param name="Momentum">Of the running mean of gradients; 0.95 is usual.</param>
/// <param name="Nesterov">1 for the look-ahead, 0 for none.</param>
/// <param name="WeightDecay">Share of the parameter taken off per unit of learning rate.</param>
public readonly record struct MuonUpdate(Decay Momentum, float Nesterov, float WeightDecay) : IOptimizerRule<MuonUpdate>, IMomentumRule
{
    /// <inheritdoc/>
    Decay IMomentumRule.InitialMomentum => Momentum;

    /// <inheritdoc/>
    public static OptimizerInfo Info { get; } = new(
        "muon", 1, "p -= lr decay p; p -= lr sqrt(max(1, rows / columns)) orthogonal(momentum of g)",
        "Jordan et al. 2024, github.com/KellerJordan/Muon");

    /// <inheritdoc/>
    public OptimizerStep<T> Begin<T, TMath>(OptimizerStep<T> step)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T>
    {
        step.StepSize = step.LearningRate;
        return step;
    }
}

/// <summary>
/// The elementwise launches of <see cref="MuonUpdate"/>; between the first two the norms of the directions are taken, between
/// the last two the matrices are made orthogonal by matrix products.
/// </summary>
/// <remarks>
/// Launch: auto-grouped, one item a parameter; <c>segments</c> as in <see cref="GradientKernels"/>.
/// </remarks>
public static class MuonKernels
{
    /// <summary>Moves the momentum and writes the direction.</summary>
    public static void Direct<T, TMath>(
        Index1D index, ArrayView<T> gradients, ArrayView<T> momenta, ArrayView<T> directions,
        ArrayView<OptimizerStep<T>> step, MuonUpdate update)
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var (g, last) = (gradients[index], momenta[index]);
        var momentum = step[0].Momentum;
        var b = momentum.Mean<T, TMath>(last, g);
        momenta[index] = step[0].Skips != 0 ? last : b;
        directions[index] = update.Nesterov > 0f ? momentum.Mean<T, TMath>(b, g) : b;
    }

    /// <summary>d /= norm + 1e-7, of the matrix that d belongs to: no singular value is above 1 then.</summary>
    public static void Normalize<T, TMath>(
        Index1D index, ArrayView<T> directions, ArrayView<int> segments, ArrayView<T> norms)
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T> =>
        directions[index] /= norms[segments[index.X / GradientKernels.BlockLength]] + TMath.Of(1e-7);

    /// <summary>Moves the parameters; <paramref name="scales"/> holds a factor for each matrix.</summary>
    public static void Apply<TStored, TCopy, T, TMath>(
        Index1D index, ArrayView<T> parameters, ArrayView<T> directions, ArrayView<int> segments, ArrayView<T> scales,
        ArrayView<OptimizerStep<T>> step, MuonUpdate update, ArrayView<TStored> copy)
        where TStored : unmanaged
        where TCopy : unmanaged, IWeightCopy<TStored, T>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var rate = step[0].StepSize;
        var last = parameters[index];
        var kept = last * TMath.Fma(-rate, TMath.Of(update.WeightDecay), T.One);
        var scale = scales[segments[index.X / GradientKernels.BlockLength]];
        var moved = TMath.Fma(-rate * scale, directions[index], kept);
        var value = step[0].Skips != 0 ? last : moved;
        parameters[index] = value;
        TCopy.Store(copy, index, value);
    }
}
