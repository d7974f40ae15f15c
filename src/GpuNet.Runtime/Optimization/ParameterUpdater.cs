using System.Numerics;
using GpuNet.Kernels;
using GpuNet.Operations;
using ILGPU;
using ILGPU.Runtime;

namespace GpuNet;

/// <summary>
/// Moves all parameters of an arena by an optimizer's rule, in a number of launches that does not depend on how many there
/// are. Step number, learning rate and momentum lie in device memory, so that a recorded step can be replayed.
/// </summary>
public abstract class ParameterUpdater : IDisposable
{
    private readonly Tensor[] _states;
    private readonly Tensor[] _moving;
    private readonly Storage _step;
    private readonly Tensor _noVerdict;
    private LossScale? _scale;
    private readonly Action _count;
    private double _learningRate;
    private double? _momentum;
    private Decay _decay;
    private int _stepCount;
    private bool _mayHaveSkipped;
    private FrozenParameters? _frozen;

    /// <summary>Starts at step 0 with states of zeros.</summary>
    private protected ParameterUpdater(ParameterArena arena, int states, double learningRate, IMomentumRule? momentumRule)
    {
        ArgumentNullException.ThrowIfNull(arena);
        Arena = arena;
        _learningRate = learningRate;
        if (momentumRule is not null) (_decay, _momentum) = (momentumRule.InitialMomentum, momentumRule.InitialMomentum.Kept);
        _count = () => _stepCount++;
        _states = new Tensor[states];
        for (var i = 0; i < states; i++) _states[i] = arena.NewState();
        _moving = [arena.Values, .. _states];
        _noVerdict = Tensor.Zeros([LossScaleKernels.Counters], DType.Int32, arena.Values.Device).Keep();
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
            NumberType.Dispatch("Step", Arena.Values, new WriteSettings(this));
        }
    }

    /// <summary>
    /// The momentum of the next step, of the Adam family beta1; null for rules without one. It begins as the rule's own, and may be
    /// changed between steps, prepared ones, too.
    /// </summary>
    /// <exception cref="InvalidOperationException">The rule has no momentum.</exception>
    public double? Momentum
    {
        get => _momentum;
        set
        {
            if (value == _momentum) return;
            if (_momentum is null || value is not { } momentum)
                throw new InvalidOperationException($"{Rule} has no momentum that could be changed: a rule with one has to be made with it.");
            Recording.Current?.Refuse("it sets a momentum: set it before the run, or in PreparedStep.EachRun");
            (_momentum, _decay) = (momentum, momentum);
            NumberType.Dispatch("Step", Arena.Values, new WriteSettings(this));
        }
    }

    /// <summary>How many steps were taken; read from the device if a <see cref="LossScale"/> may have skipped some.</summary>
    public int StepCount => _mayHaveSkipped ? Read().StepCount : _stepCount;

    /// <summary>
    /// The rule's buffers, laid out as <see cref="ParameterArena.Values"/>; to save, and to load into, with
    /// <see cref="Carried"/> and <see cref="Restore"/>.
    /// </summary>
    public IReadOnlyList<Tensor> States => _states;

    /// <summary>What the rule carries from step to step besides: read from the device, 0 for most rules.</summary>
    public double Carried => Read().Carried;

    /// <summary>The rule and its hyperparameters as text: who goes on from saved states should be of the same.</summary>
    public abstract string Rule { get; }

    /// <summary>The parameters.</summary>
    private protected ParameterArena Arena { get; }

    /// <summary>Whether the step that is being launched is skipped: counters of <see cref="LossScaleKernels"/>.</summary>
    private protected ArrayView<int> Verdict => (_scale?.Counters ?? _noVerdict).View<int>();

    /// <summary>
    /// Moves every parameter once, by the gradients that the arena holds; but those that require no gradient any more, and their
    /// states, stay as they are.
    /// </summary>
    /// <param name="scale">
    /// What the loss was scaled by, if it was: the step leaves everything as it is where something that
    /// <see cref="LossScale.Unscale"/> has seen since its last <see cref="LossScale.Update"/> was not finite.
    /// </param>
    public void Step(LossScale? scale = null)
    {
        _scale = scale;
        _mayHaveSkipped |= scale is not null;
        PreparedStep.EachRun(_count);
        Arena.WillUpdate();
        foreach (var state in _states) state.WillChange();
        _frozen = FrozenParameters.Of(Arena, _frozen);
        var saved = _frozen?.Save(_moving);
        var rounded = Arena.TakeRounded();
        Launch(rounded);
        if (saved is not null) _frozen!.PutBack(_moving, saved, rounded);
        rounded?.MarkGood();
    }

    /// <summary>
    /// Moves the weights (parameters of two dimensions or more) towards 0 by the learning rate times
    /// <paramref name="strength"/>, and those that would cross it to 0: the proximal step of strength * sum of |w|.
    /// </summary>
    /// <param name="strength">The factor, 0 or more.</param>
    public void Shrink(double strength)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(strength);
        if (Arena.Segments.Rows.Count == 0) return;
        Arena.WillUpdate();
        _frozen = FrozenParameters.Of(Arena, _frozen);
        var saved = _frozen?.Save(_moving.AsSpan(0, 1));
        NumberType.Dispatch("Shrink", Arena.Values, new ShrinkLaunch(this, strength));
        if (saved is not null) _frozen!.PutBack(_moving.AsSpan(0, 1), saved);
    }

    /// <summary>Goes on after the given number of steps; the states are the caller's to load.</summary>
    /// <param name="stepCount">How many steps were taken.</param>
    /// <param name="carried">What <see cref="Carried"/> was then.</param>
    public void Restore(int stepCount, double carried = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(stepCount);
        Recording.Current?.Refuse("it restores an optimizer: do so before the run");
        _stepCount = stepCount;
        NumberType.Dispatch("Step", Arena.Values, new WriteStep(this, carried));
    }

    /// <summary>Gives the states back; the parameters stay.</summary>
    public void Dispose()
    {
        if (_noVerdict.IsFreed) return;
        foreach (var state in _states) state.Dispose();
        _noVerdict.Dispose();
        _step.Release();
    }

    /// <summary>Launches the kernels of a step.</summary>
    /// <param name="rounded">Where the parameters are stored once more; null for nowhere.</param>
    private protected abstract void Launch(RoundedWeights? rounded);

    /// <summary>The step record in device memory.</summary>
    private protected ArrayView<OptimizerStep<T>> Record<T>() where T : unmanaged =>
        _step.View<OptimizerStep<T>>(0, 1);

    private OnDevice Read()
    {
        var onDevice = new OnDevice();
        NumberType.Dispatch("Step", Arena.Values, new ReadRecord(this, onDevice));
        return onDevice;
    }

    private readonly struct ShrinkLaunch(ParameterUpdater updater, double strength) : ILaunch
    {
        public void Run<T, TMath>() where T : unmanaged, INumber<T> where TMath : unmanaged, IScalarMath<T>
        {
            var (values, rows) = (updater.Arena.Values, updater.Arena.Segments.Rows);
            SegmentLaunchers<T, TMath>.Shrink.Launch(
                values.Device, rows.Groups(values.Device), values.View<T>(), rows.Starts, rows.Ends, updater.Record<T>(),
                T.CreateChecked(strength));
        }
    }

    private StepSettings<T> Settings<T>() where T : unmanaged, INumber<T> =>
        new() { LearningRate = T.CreateChecked(_learningRate), Momentum = _decay };

    private readonly struct WriteStep(ParameterUpdater updater, double carried) : ILaunch
    {
        public void Run<T, TMath>() where T : unmanaged, INumber<T> where TMath : unmanaged, IScalarMath<T>
        {
            var step = new OptimizerStep<T>
            {
                Settings = updater.Settings<T>(),
                Carried = T.CreateChecked(carried),
                Step = updater._stepCount,
            };
            updater.Record<T>().CopyFromCPU(ref step, 1);
        }
    }

    private readonly struct WriteSettings(ParameterUpdater updater) : ILaunch
    {
        public void Run<T, TMath>() where T : unmanaged, INumber<T> where TMath : unmanaged, IScalarMath<T>
        {
            // They are the record's first field; what the device has made of the others stays.
            var settings = updater.Settings<T>();
            updater._step.View<StepSettings<T>>(0, 1).CopyFromCPU(ref settings, 1);
        }
    }

    private readonly struct ReadRecord(ParameterUpdater updater, OnDevice target) : ILaunch
    {
        public void Run<T, TMath>() where T : unmanaged, INumber<T> where TMath : unmanaged, IScalarMath<T>
        {
            var step = default(OptimizerStep<T>);
            updater.Record<T>().CopyToCPU(ref step, 1);
            (target.StepCount, target.Carried) = (step.Step, double.CreateChecked(step.Carried));
        }
    }

    /// <summary>What the device knows of the steps that were taken.</summary>
    private sealed class OnDevice
    {
        internal int StepCount { get; set; }

        internal double Carried { get; set; }
    }
}
