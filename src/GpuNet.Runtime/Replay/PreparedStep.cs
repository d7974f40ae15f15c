namespace GpuNet;

/// <summary>
/// A step of fixed shapes that was run once, and is repeated without running its code: only its launches, copies and
/// fills are issued again, on the same memory; on CUDA as one graph. It gives the same bits as the code does, in a fraction of the host's
/// time, and takes no memory, on the device or on the managed heap.
/// </summary>
/// <remarks>
/// <para>
/// The step reads and writes tensors from outside where they lie: parameters, running statistics, inputs, into which
/// <see cref="Tensor.CopyFrom(Tensor)"/> brings the next batch. What it <see cref="Tensor.Keep"/>s holds the results of
/// the latest run. Everything else that it creates is created, and freed, in each run: create what has to last before.
/// </para>
/// <para>
/// What depends on the host is as it was when the step was recorded: branches, numbers that are not in tensors. Learning
/// rate, step count and dropout masks go on by themselves; what else is to be counted is passed to <see cref="EachRun"/>.
/// A step that reads or writes values on the host (<see cref="Tensor.Item"/>, <see cref="Tensor.CopyTo{T}(Span{T})"/>,
/// <see cref="Tensor.From{T}(ReadOnlySpan{T}, Device)"/>), or draws random numbers other than dropout masks, cannot be
/// prepared.
/// </para>
/// </remarks>
/// <example><code>
/// Tensor? loss = null;
/// using var step = PreparedStep.Record(device, () =&gt;
/// {
///     optimizer.ZeroGrad();
///     loss = Functional.CrossEntropy(model.Forward(x), labels).Keep();
///     loss.Backward();
///     optimizer.Step();
/// });
/// x.CopyFrom(nextBatch);
/// step.Run();
/// Console.WriteLine(loss!.Item());
/// </code></example>
public sealed class PreparedStep : IDisposable
{
    private readonly Device _device;
    private readonly MathMode _mathMode;
    private readonly StepMemory _memory;
    private readonly StepGradients _gradients;
    private readonly StepWeights _weights;
    private readonly Action[] _hostWork;
    private readonly Storage[] _changed;
    private readonly IndexChecks? _indexChecks;
    private readonly StepGraph? _graph;
    private StepWork[]? _work;

    private PreparedStep(Device device, Recording recording)
    {
        _device = device;
        _mathMode = device.MathMode;
        _memory = recording.Memory;
        _gradients = recording.Gradients;
        _weights = recording.Weights;
        _hostWork = [.. recording.HostWork];
        _work = [.. recording.Work];
        _changed = [.. recording.Memory.Changed];
        _indexChecks = recording.IndexChecks;
        _graph = StepGraph.TryCapture(device, _work);
    }

    /// <summary>Gives the step's memory back where <see cref="Dispose"/> was not called.</summary>
    ~PreparedStep() => _memory.GiveBack();

    /// <summary>How many launches, copies and fills a run is.</summary>
    public int Length => Work.Length;

    /// <summary>Whether a run is a graph of the device's driver, launched by one call.</summary>
    public bool IsGraph => _graph is not null;

    private StepWork[] Work => _work ?? throw new ObjectDisposedException(
        nameof(PreparedStep), "This step was disposed, and its memory given back: record it anew.");

    /// <summary>Runs a step, and prepares it for more runs. The run counts: it is the first.</summary>
    /// <param name="device">The device that does all of the step's work.</param>
    /// <param name="step">The step. It is called once.</param>
    /// <exception cref="PreparedStepException">The step does what cannot be repeated without its code; it has run
    /// nevertheless, completely. The message says what to change.</exception>
    /// <exception cref="InvalidOperationException">A step is being recorded on this thread already.</exception>
    public static PreparedStep Record(Device device, Action step) =>
        TryRecord(device, step, out var refusal) ?? throw new PreparedStepException(refusal!);

    /// <summary>
    /// Runs a step, and prepares it for more runs if that is possible. Whether or not, the step has run, once.
    /// </summary>
    /// <param name="device">The device that does all of the step's work.</param>
    /// <param name="step">The step. It is called once.</param>
    /// <param name="refusal">Why the step cannot be repeated without its code, and what to change; null if it can.</param>
    /// <returns>The step, or null if it cannot be prepared.</returns>
    /// <exception cref="InvalidOperationException">A step is being recorded on this thread already.</exception>
    public static PreparedStep? TryRecord(Device device, Action step, out string? refusal)
    {
        ArgumentNullException.ThrowIfNull(device);
        ArgumentNullException.ThrowIfNull(step);
        var recording = new Recording(device);
        var isComplete = false;
        try
        {
            recording.Record(step);
            refusal = recording.Refusal;
            isComplete = refusal is null;
            return isComplete ? new PreparedStep(device, recording) : null;
        }
        finally
        {
            if (!isComplete) recording.Memory.GiveBack();
        }
    }

    /// <summary>
    /// Does something on the host now and, where a step is being recorded, in each of its runs too: counts, for
    /// instance. It is done before the run's work on the device.
    /// </summary>
    public static void EachRun(Action action)
    {
        ArgumentNullException.ThrowIfNull(action);
        var recording = Recording.Current;
        using (Recording.Suspend()) action();
        recording?.AddHostWork(action);
    }

    /// <summary>
    /// Says that the step that is being recorded cannot be repeated; does nothing outside recordings. For code of one's own
    /// that looks at values, or does something on the host that <see cref="EachRun"/> does not cover.
    /// </summary>
    /// <param name="reason">What the step does, and what to do instead: "it ...: ...".</param>
    public static void Refuse(string reason)
    {
        ArgumentNullException.ThrowIfNull(reason);
        Recording.Current?.Refuse(reason);
    }

    /// <summary>Runs the step again. As with every operation, the device may still be at work on return.</summary>
    /// <exception cref="ObjectDisposedException">The step was disposed.</exception>
    /// <exception cref="PreparedStepException">The device's <see cref="Device.MathMode"/> is another one now.</exception>
    /// <exception cref="InvalidIndexException">On the processor, when the run has ended: an index was out of range.</exception>
    public void Run()
    {
        var work = Work;
        Begin();
        Issue(work);
        End();
    }

    /// <summary>Runs the step a number of times, and takes the time of each launch, copy and fill on the device.</summary>
    /// <param name="runs">How many times: of each the median counts. The step's results and counts go on as ever.</param>
    /// <returns>The launches, in the order of the step. What takes the device less than the host needs to issue it, some
    /// microseconds, counts as longer than it is.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Less than one run is asked for.</exception>
    /// <exception cref="InvalidOperationException"><see cref="Device.EnableProfiling"/> was not called at first.</exception>
    /// <exception cref="ObjectDisposedException">The step was disposed.</exception>
    /// <exception cref="PreparedStepException">The device's <see cref="Device.MathMode"/> is another one now.</exception>
    public IReadOnlyList<LaunchTime> Measure(int runs = 10)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(runs, 1);
        Device.RequireProfiling();
        var profile = new StepProfile(_device.Stream, Work);
        for (var run = 0; run < runs; run++)
        {
            Begin();
            profile.Run();
            End();
        }
        return profile.Medians();
    }

    /// <summary>Gives the step's memory back. Tensors that it kept stay, with the values of the latest run.</summary>
    public void Dispose()
    {
        if (_work is null) return;
        _work = null;
        _graph?.Dispose();
        _memory.GiveBack();
        GC.SuppressFinalize(this);
    }

    private void Begin()
    {
        Recording.Current?.Refuse("it runs another prepared step: run the two one after the other");
        if (_device.MathMode != _mathMode)
            throw new PreparedStepException(
                $"the device '{_device.Id}' is in another math mode than when it was recorded: record it anew");
        foreach (var action in _hostWork) action();
        _weights.Prepare();
        foreach (var storage in _changed) storage.WillChange();
        _gradients.Prepare();
    }

    private void End()
    {
        _gradients.Restore();
        _weights.Restore();
        _indexChecks?.IssuedAgain();
    }

    private void Issue(StepWork[] work)
    {
        if (_graph is not null)
        {
            _graph.Launch();
            return;
        }
        foreach (var item in work) item.Issue(_device.Stream);
    }
}
