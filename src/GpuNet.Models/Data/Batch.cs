namespace GpuNet.Models.Data;

/// <summary>Some rows of a data set on a device.</summary>
public sealed class Batch : IDisposable
{
    private readonly int[] _labels;

    internal Batch(Tensor inputs, Tensor targets, int[] labels)
    {
        Inputs = inputs;
        Targets = targets;
        _labels = labels;
    }

    /// <summary>The features [rows, features].</summary>
    public Tensor Inputs { get; }

    /// <summary>
    /// Class indices <see cref="DType.Int32"/> [rows], or numbers <see cref="DType.Float32"/> [rows, 1]; with <see cref="Mixup"/> probabilities of
    /// classes [rows, classes].
    /// </summary>
    public Tensor Targets { get; }

    /// <summary>The class indices on the host, with <see cref="Mixup"/> those of each row itself; empty for regression.</summary>
    public IReadOnlyList<int> Labels => _labels;

    /// <summary>The number of rows.</summary>
    public int Count => Inputs.Shape[0];

    /// <summary><see cref="Labels"/> in one piece.</summary>
    internal Span<int> LabelMemory => _labels;

    /// <summary>Gives the tensors' memory back.</summary>
    public void Dispose()
    {
        Inputs.Dispose();
        Targets.Dispose();
    }
}
