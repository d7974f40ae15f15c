using GpuNet.Fusion;
using GpuNet.Operations;

namespace GpuNet;

/// <summary>
/// The parameters of an arena as products of a precision read them, laid out as they are. An optimizer's launch stores them beside the
/// values that it moves, so that the next step finds them. Of a parameter that has changed in any other way, or was never asked for,
/// they are made by a pass when a product asks.
/// </summary>
internal sealed class RoundedWeights
{
    private readonly Lock _lock = new();
    private readonly IReadOnlyList<ArenaPart> _parts;
    private readonly Region _region; // good for prepared steps, which hold the memory, when the arena is gone
    private readonly long?[] _rounded; // which content of each parameter was rounded

    internal RoundedWeights(Tensor values, IReadOnlyList<ArenaPart> parts, Precision precision)
    {
        // Other steps than the one that is being recorded use the memory, too.
        using var ofNoStep = Recording.Suspend();
        _parts = parts;
        _rounded = new long?[parts.Count];
        Precision = precision;
        Numbers = Tensor.Uninitialized(values.Shape, OperandRounding.TypeOn(values.Device, precision), values.Device).Keep();
        _region = Numbers.Region;
    }

    internal Precision Precision { get; }

    /// <summary>The rounded numbers, of which <see cref="Find"/> makes a parameter's part good.</summary>
    internal Tensor Numbers { get; }

    /// <summary>
    /// Sees to it that a parameter's numbers are those of its content, for the work that is issued next. What a step finds as it begins is
    /// brought up to date before each of its runs, and no launch of its own.
    /// </summary>
    internal void Find(int part)
    {
        if (Recording.Current is not { } recording)
        {
            Refresh(part);
        }
        else if (recording.Memory.HasChanged(_parts[part].Storage))
        {
            recording.Weights.Note(this);
            Refresh(part);
        }
        else
        {
            recording.Weights.NoteFound(this, part);
            using (Recording.Suspend()) Refresh(part);
        }
    }

    /// <summary>Rounds a parameter anew, if it has changed.</summary>
    internal void Refresh(int part)
    {
        lock (_lock)
        {
            if (IsGood(part)) return;
            var (_, storage, _, start, count) = _parts[part];
            OperandRounding.Round(new Region(storage, 0), _region with { Offset = _region.Offset + start }, Numbers.DType, Precision, count);
            MarkGood(part);
        }
    }

    /// <summary>Notes that all numbers were stored beside the parameters' values.</summary>
    internal void MarkGood()
    {
        Recording.Current?.Weights.Note(this);
        for (var part = 0; part < _parts.Count; part++) MarkGood(part);
    }

    /// <summary>Notes that a parameter's numbers are those of its content.</summary>
    internal void MarkGood(int part) => _rounded[part] = _parts[part].Storage.Changes;

    /// <summary>The parameters that a step has changed, and whose numbers it leaves good.</summary>
    internal IEnumerable<int> LeftGoodBy(StepMemory step) =>
        Enumerable.Range(0, _parts.Count).Where(part => IsGood(part) && step.HasChanged(_parts[part].Storage));

    private bool IsGood(int part) => _rounded[part] == _parts[part].Storage.Changes;
}
