using System.Numerics;
using GpuNet.Kernels;
using ILGPU;

namespace GpuNet;

/// <summary>
/// Moves all parameters of an arena by LAMB, each tensor being a layer: seven launches, whatever the number of parameters.
/// </summary>
public sealed class LambUpdater : ParameterUpdater
{
    private readonly LambUpdate _update;

    /// <summary>Starts at step 0 with states of zeros.</summary>
    /// <param name="arena">The parameters.</param>
    /// <param name="update">The rule.</param>
    /// <param name="learningRate">The learning rate of the first step.</param>
    public LambUpdater(ParameterArena arena, LambUpdate update, double learningRate)
        : base(arena, LambUpdate.Info.States, learningRate, update) => _update = update;

    /// <inheritdoc/>
    public override string Rule => RuleText.Of(_update);

    private protected override void Launch(RoundedWeights? rounded) => WeightLaunch.Dispatch(Arena.Values, rounded, new StepLaunch(this));

    private readonly struct StepLaunch(LambUpdater updater) : IWeightLaunch
    {
        public void Run<TStored, TCopy, T, TMath>(ArrayView<TStored> copy)
            where TStored : unmanaged
            where TCopy : unmanaged, IWeightCopy<TStored, T>
            where T : unmanaged, INumber<T>
            where TMath : unmanaged, IScalarMath<T>
        {
            var (values, gradients) = (updater.Arena.Values, updater.Arena.SettledGradients());
            var (device, segments, step) = (values.Device, updater.Arena.Segments, updater.Record<T>());
            using var directions = Tensor.Uninitialized(values.Shape, values.DType, device);
            Launchers<TStored, TCopy, T, TMath>.Advance.Launch(device, 1, step, updater.Verdict, updater._update);
            Launchers<TStored, TCopy, T, TMath>.Direct.Launch(
                device, values.Count, values.View<T>(), gradients.View<T>(), updater.States[0].View<T>(),
                updater.States[1].View<T>(), directions.View<T>(), step, updater._update);
            using var sizes = segments.Norms(values);
            using var lengths = segments.Norms(directions);
            Launchers<TStored, TCopy, T, TMath>.Apply.Launch(
                device, values.Count, values.View<T>(), directions.View<T>(), segments.Blocks.View<int>(),
                sizes.View<T>(), lengths.View<T>(), step, copy);
        }
    }

    private static class Launchers<TStored, TCopy, T, TMath>
        where TStored : unmanaged
        where TCopy : unmanaged, IWeightCopy<TStored, T>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        internal static readonly ItemKernel<ArrayView<OptimizerStep<T>>, ArrayView<int>, LambUpdate> Advance = new(
            OptimizerKernels.Advance<LambUpdate, T, TMath>);

        internal static readonly ItemKernel<
            ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<OptimizerStep<T>>,
            LambUpdate>
            Direct = new(LambKernels.Direct<T, TMath>);

        internal static readonly ItemKernel<
            ArrayView<T>, ArrayView<T>, ArrayView<int>, ArrayView<T>, ArrayView<T>, ArrayView<OptimizerStep<T>>, ArrayView<TStored>>
            Apply = new(LambKernels.Apply<TStored, TCopy, T, TMath>);
    }
}
