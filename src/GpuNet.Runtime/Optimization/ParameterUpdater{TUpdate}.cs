using System.Numerics;
using GpuNet.Kernels;
using GpuNet.Operations;
using ILGPU;

namespace GpuNet;

/// <summary>
/// Moves all parameters of an arena by a rule that knows one parameter at a time: one launch over the flat buffers, after a
/// tiny one that counts the step.
/// </summary>
/// <typeparam name="TUpdate">The rule, with its hyperparameters as fields.</typeparam>
public sealed class ParameterUpdater<TUpdate> : ParameterUpdater
    where TUpdate : unmanaged, IOptimizerUpdate<TUpdate>
{
    private readonly TUpdate _update;

    /// <summary>Starts at step 0 with states of zeros.</summary>
    /// <param name="arena">The parameters.</param>
    /// <param name="update">The rule.</param>
    /// <param name="learningRate">The learning rate of the first step.</param>
    public ParameterUpdater(ParameterArena arena, TUpdate update, double learningRate)
        : base(arena, TUpdate.Info.States, learningRate, update as IMomentumRule) => _update = update;

    /// <inheritdoc/>
    public override string Rule => RuleText.Of(_update);

    private protected override void Launch(RoundedWeights? rounded) => WeightLaunch.Dispatch(Arena.Values, rounded, new StepLaunch(this));

    private readonly struct StepLaunch(ParameterUpdater<TUpdate> updater) : IWeightLaunch
    {
        public void Run<TStored, TCopy, T, TMath>(ArrayView<TStored> copy)
            where TStored : unmanaged
            where TCopy : unmanaged, IWeightCopy<TStored, T>
            where T : unmanaged, INumber<T>
            where TMath : unmanaged, IScalarMath<T>
        {
            var (values, gradients) = (updater.Arena.Values.View<T>(), updater.Arena.SettledGradients().View<T>());
            var (device, count) = (updater.Arena.Values.Device, values.IntLength);
            var (step, update, states) = (updater.Record<T>(), updater._update, updater.States);
            UpdateLaunchers<TUpdate, TStored, TCopy, T, TMath>.Advance.Launch(device, 1, step, updater.Verdict, update);
            switch (states.Count)
            {
                case 0:
                    UpdateLaunchers<TUpdate, TStored, TCopy, T, TMath>.Update0.Launch(device, count, values, gradients, step, update, copy);
                    break;
                case 1:
                    UpdateLaunchers<TUpdate, TStored, TCopy, T, TMath>.Update1.Launch(
                        device, count, values, gradients, states[0].View<T>(), step, update, copy);
                    break;
                case 2:
                    UpdateLaunchers<TUpdate, TStored, TCopy, T, TMath>.Update2.Launch(
                        device, count, values, gradients, states[0].View<T>(), states[1].View<T>(), step, update, copy);
                    break;
                default:
                    UpdateLaunchers<TUpdate, TStored, TCopy, T, TMath>.Update3.Launch(
                        device, count, values, gradients, states[0].View<T>(), states[1].View<T>(),
                        states[2].View<T>(), step, update, copy);
                    break;
            }
        }
    }
}
