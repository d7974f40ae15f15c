using ILGPU.Runtime;

namespace GpuNet;

/// <summary>
/// A step while it is recorded: it runs as ever, and what it asks of its device is kept beside. What a replay could not
/// repeat does not stop the step, but is remembered as the reason why the recording is of no use.
/// </summary>
internal sealed class Recording(Device device)
{
    [ThreadStatic] private static Recording? _current;

    private readonly List<StepWork> _work = [];
    private readonly List<Action> _hostWork = [];

    /// <summary>What this thread records into, if anything.</summary>
    internal static Recording? Current => _current;

    /// <summary>The memory that the step rents, and the tensors from outside that it reads and writes.</summary>
    internal StepMemory Memory { get; } = new(device.Memory);

    /// <summary>The leaves whose gradients the step writes.</summary>
    internal StepGradients Gradients { get; } = new();

    /// <summary>The rounded copies of weights that the step reads and writes.</summary>
    internal StepWeights Weights { get; } = new();

    /// <summary>Launches, copies and fills in their order.</summary>
    internal IReadOnlyList<StepWork> Work => _work;

    /// <summary>What the host does in each run, before the device's work.</summary>
    internal IReadOnlyList<Action> HostWork => _hostWork;

    /// <summary>Where the step's kernels note indices that are out of range; null if none reads indices.</summary>
    internal IndexChecks? IndexChecks { get; private set; }

    /// <summary>Why the step cannot be replayed; null if it can.</summary>
    internal string? Refusal { get; private set; }

    /// <summary>Runs a step and records it.</summary>
    internal void Record(Action step)
    {
        if (_current is not null)
            throw new InvalidOperationException("A step is being recorded on this thread already: record one at a time.");
        TapeScope.SettleAll(); // what was computed before is no part of the step
        _current = this;
        try
        {
            using (Tape.Scope()) step();
            Memory.Settle();
            Gradients.NoteOutcome();
            Weights.NoteOutcome(Memory);
        }
        finally
        {
            _current = null;
        }
    }

    /// <summary>
    /// Records nothing until the return value is disposed: for what a step does once, when it runs for the first time.
    /// </summary>
    internal static Pause Suspend() => new();

    /// <summary>Adds work that has been issued to a device.</summary>
    /// <param name="target">The device.</param>
    /// <param name="name">What the work is called in profiles.</param>
    /// <param name="issue">Issues it again.</param>
    internal void Add(Device target, string name, Action<AcceleratorStream> issue)
    {
        if (target != device) Refuse($"it works on the device '{target.Id}', too");
        _work.Add(new StepWork(name, issue));
    }

    /// <summary>Remembers that a launch reads indices.</summary>
    internal void NoteIndexChecks(IndexChecks checks) => IndexChecks = checks;

    /// <summary>Adds what the host has done and is to do in each run.</summary>
    internal void AddHostWork(Action work) => _hostWork.Add(work);

    /// <summary>Remembers what cannot be replayed: the first such thing counts.</summary>
    /// <param name="reason">What the step does, and what to do instead.</param>
    internal void Refuse(string reason) => Refusal ??= reason;

    /// <summary>A stretch without recording; disposing it restores what was before.</summary>
    internal readonly struct Pause : IDisposable
    {
        private readonly Recording? _paused;

        public Pause() => (_paused, _current) = (_current, null);

        public void Dispose() => _current = _paused;
    }
}
