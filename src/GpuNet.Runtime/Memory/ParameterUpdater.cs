using System.Numerics;
using GpuNet.Kernels;
using GpuNet.Operations;
using ILGPU;
using ILGPU.Runtime;

namespace GpuNet;

/// <summary>
/// Moves all parameters of an arena by an optimizer's rule: one launch over the flat buffers, after a tiny one that
/// counts the step. Step number and learning rate lie in device memory, so that a recorded step can be replayed.
/// </summary>
/// <typeparam name="TUpdate">The rule, with its hyperparameters as fields.</typeparam>
public sealed class ParameterUpdater<TUpdate> : IDisposable where TUpdate : unmanaged, IOptimizerUpdate<TUpdate>
{
    private readonly ParameterArena _arena;
    private readonly TUpdate _update;
    private readonly Tensor[] _states;
    private readonly Storage _step;
    private readonly Action _count;
    private double _learningRate;

    /// <summary>Starts at step 0 with states of zeros.</summary>
    /// <param name="arena">The parameters.</param>
    /// <param name="update">The rule.</param>
    /// <param name="learningRate">The learning rate of the first step.</param>
    public ParameterUpdater(ParameterArena arena, TUpdate update, double learningRate)
    {
        ArgumentNullException.ThrowIfNull(arena);
        _arena = arena;
        _update = update;
        _learningRate = learningRate;
        _count = () => StepCount++;
        _states = new Tensor[TUpdate.Info.States];
        for (var i = 0; i < _states.Length; i++) _states[i] = arena.NewState();
        _step = arena.Values.Device.Memory.Rent(Interop.SizeOf<OptimizerStep<double>>());
        Restore(0);
    }

    /// <summary>The learning rate of the next step.</summary>
    public double LearningRate
    {
        get => _learningRate;
        set
        {
            if (value == _learningRate) return;
            Recording.Current?.Refuse("it sets a learning rate: set it before the run, or in PreparedStep.EachRun");
            _learningRate = value;
            Precision.Dispatch("Step", _arena.Values, new WriteLearningRate(this));
        }
    }

    /// <summary>How many steps were taken.</summary>
    public int StepCount { get; private set; }

    /// <summary>
    /// The rule's buffers, laid out as <see cref="ParameterArena.Values"/>; to save, and to load into, with
    /// <see cref="Restore"/>.
    /// </summary>
    public IReadOnlyList<Tensor> States => _states;

    /// <summary>Moves every parameter once, by the gradients that the arena holds.</summary>
    public void Step()
    {
        PreparedStep.EachRun(_count);
        _arena.WillUpdate();
        foreach (var state in _states) state.WillChange();
        Precision.Dispatch("Step", _arena.Values, new StepLaunch(this));
    }

    /// <summary>Goes on after the given number of steps; the states are the caller's to load.</summary>
    public void Restore(int stepCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(stepCount);
        Recording.Current?.Refuse("it restores an optimizer: do so before the run");
        StepCount = stepCount;
        Precision.Dispatch("Step", _arena.Values, new WriteStep(this));
    }

    /// <summary>Gives the states back; the parameters stay.</summary>
    public void Dispose()
    {
        foreach (var state in _states) state.Dispose();
        _step.Release();
    }

    private readonly struct WriteStep(ParameterUpdater<TUpdate> updater) : ILaunch
    {
        public void Run<T, TMath>() where T : unmanaged, INumber<T> where TMath : unmanaged, IScalarMath<T>
        {
            var step = new OptimizerStep<T>
            {
                LearningRate = T.CreateChecked(updater._learningRate),
                Step = updater.StepCount,
            };
            updater._step.View<OptimizerStep<T>>(0, 1).CopyFromCPU(ref step, 1);
        }
    }

    private readonly struct WriteLearningRate(ParameterUpdater<TUpdate> updater) : ILaunch
    {
        public void Run<T, TMath>() where T : unmanaged, INumber<T> where TMath : unmanaged, IScalarMath<T>
        {
            // The learning rate is the record's first field; what the device has made of the others stays.
            var learningRate = T.CreateChecked(updater._learningRate);
            updater._step.View<T>(0, 1).CopyFromCPU(ref learningRate, 1);
        }
    }

    private readonly struct StepLaunch(ParameterUpdater<TUpdate> updater) : ILaunch
    {
        public void Run<T, TMath>() where T : unmanaged, INumber<T> where TMath : unmanaged, IScalarMath<T>
        {
            var device = updater._step.Device;
            var step = updater._step.View<OptimizerStep<T>>(0, 1);
            var (values, gradients) = (updater._arena.Values.View<T>(), updater._arena.SettledGradients().View<T>());
            var (count, states) = (values.IntLength, updater._states);
            UpdateLaunchers<TUpdate, T, TMath>.Advance.Launch(device, 1, step, updater._update);
            switch (states.Length)
            {
                case 0:
                    UpdateLaunchers<TUpdate, T, TMath>.Update0.Launch(
                        device, count, values, gradients, step, updater._update);
                    break;
                case 1:
                    UpdateLaunchers<TUpdate, T, TMath>.Update1.Launch(
                        device, count, values, gradients, states[0].View<T>(), step, updater._update);
                    break;
                default:
                    UpdateLaunchers<TUpdate, T, TMath>.Update2.Launch(
                        device, count, values, gradients, states[0].View<T>(), states[1].View<T>(), step,
                        updater._update);
                    break;
            }
        }
    }
}
