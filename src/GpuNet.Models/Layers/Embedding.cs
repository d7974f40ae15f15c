namespace GpuNet.Models;

/// <summary>
/// A trained vector for each of some things that are counted from 0, such as words or categories: indices of any shape
/// (<see cref="DType.Int32"/>) to [..., size]. Parameter: <c>weight</c> [count, size]. As torch.nn.Embedding.
/// </summary>
/// <remarks>
/// The gradient adds up what flows into each vector in the order of the indices: the same bits on every device. For torch's
/// max_norm give the weight's group the constraint <see cref="MaxNorm"/>, which holds each vector to it after each update.
/// </remarks>
[CatalogueEntry("embedding", "y = rows of W by index", "torch.nn.Embedding")]
public sealed class Embedding : Module
{
    private readonly int? _paddingIndex;

    /// <summary>Creates the layer, with vectors of independent normal numbers.</summary>
    /// <param name="count">How many vectors there are.</param>
    /// <param name="size">The size of each.</param>
    /// <param name="generator">Draws the initial values.</param>
    /// <param name="paddingIndex">A vector that starts at 0 and is not trained; none if left out.</param>
    /// <param name="device">Where the parameter is; <see cref="Device.Default"/> if left out.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive, or there is no vector of that index.</exception>
    public Embedding(int count, int size, Generator generator, int? paddingIndex = null, Device? device = null)
    {
        Require.AtLeast(1, count, nameof(count));
        Require.AtLeast(1, size, nameof(size));
        ArgumentNullException.ThrowIfNull(generator);
        if (paddingIndex is { } index && (index < 0 || index >= count))
            throw new ArgumentOutOfRangeException(nameof(paddingIndex), index, $"Must be from 0 to {count - 1}.");
        _paddingIndex = paddingIndex;
        Weight = AddParameter("weight", generator.Normal([count, size], device: device));
        if (paddingIndex is { } padding)
        {
            using var scope = Tape.Scope();
            using var noGrad = Tape.NoGrad();
            Weight[padding..(padding + 1)].CopyFrom(Tensor.Zeros([1, size], device: device));
        }
    }

    /// <summary>The vectors [count, size].</summary>
    public Tensor Weight { get; }

    /// <inheritdoc/>
    public override long CountOperations(Shape input, Shape output) => 0;

    /// <inheritdoc/>
    /// <exception cref="DTypeNotSupportedException">The input is not made of integers.</exception>
    protected override Tensor Compute(Tensor input)
    {
        var indices = input.Reshape(-1);
        var vectors = Weight.IndexSelect(0, indices);
        if (_paddingIndex is { } padding)
        {
            var isTrained = indices.NotEqualTo(Tensor.Scalar(padding, indices.DType, indices.Device));
            vectors = Functional.Where(isTrained.Reshape(-1, 1), vectors, vectors.Detach());
        }

        return vectors.Reshape([.. input.Shape.ToArray(), Weight.Shape[1]]);
    }
}
