namespace GpuNet.Models;

/// <summary>
/// A trained vector for each of some things that are counted from 0, such as words or categories: indices of any shape
/// (<see cref="DType.Int32"/>) to [..., size]. Parameter: <c>weight</c> [count, size]. As torch.nn.Embedding.
/// </summary>
/// <remarks>
/// The gradient adds up what flows into each vector in the order of the indices: the same bits on every device. With a largest norm the
/// vectors that are used are shortened in place before they are, which reads the whole table; the constraint <see cref="MaxNorm"/> on the
/// weight's group does so after each update instead. A table that is shortened cannot be used twice before a backward pass.
/// </remarks>
[CatalogueEntry("embedding", "y = rows of W by index", "torch.nn.Embedding")]
public sealed class Embedding : Module
{
    private readonly int? _paddingIndex;
    private readonly double? _maxNorm;
    private readonly double _normOrder;
    private readonly bool _scalesGradient;

    /// <summary>Creates the layer, with vectors of independent normal numbers.</summary>
    /// <param name="count">How many vectors there are.</param>
    /// <param name="size">The size of each.</param>
    /// <param name="generator">Draws the initial values.</param>
    /// <param name="paddingIndex">A vector that starts at 0 and is not trained; none if left out.</param>
    /// <param name="device">Where the parameter is; <see cref="Device.Default"/> if left out.</param>
    /// <param name="maxNorm">The largest norm of a vector that is used (torch: max_norm), above 0; none if left out.</param>
    /// <param name="normOrder">The order of that norm (torch: norm_type), above 0.</param>
    /// <param name="scaleGradientByFrequency">Whether a vector's gradient is divided by how often it is used (torch:
    /// scale_grad_by_freq).</param>
    /// <param name="dtype">The parameter's type: <see cref="DType.Float32"/> or <see cref="DType.Float64"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive, or there is no vector of that index.</exception>
    public Embedding(
        int count,
        int size,
        Generator generator,
        int? paddingIndex = null,
        Device? device = null,
        double? maxNorm = null,
        double normOrder = 2,
        bool scaleGradientByFrequency = false,
        DType dtype = DType.Float32)
    {
        Require.AtLeast(nameof(Embedding), 1, count, nameof(count));
        Require.AtLeast(nameof(Embedding), 1, size, nameof(size));
        ArgumentNullException.ThrowIfNull(generator);
        if (paddingIndex is { } index && (index < 0 || index >= count))
            throw new ArgumentOutOfRangeException(nameof(paddingIndex), index, $"{nameof(Embedding)}: paddingIndex must be from 0 to {count - 1}.");
        _paddingIndex = paddingIndex;
        _maxNorm = maxNorm is { } limit ? Require.Positive(nameof(Embedding), limit, nameof(maxNorm)) : null;
        _normOrder = Require.Positive(nameof(Embedding), normOrder, nameof(normOrder));
        _scalesGradient = scaleGradientByFrequency;
        Weight = AddParameter("weight", generator.Normal([count, size], device: device).To(dtype));
        if (paddingIndex is { } padding)
        {
            using var scope = Tape.Scope();
            using var noGrad = Tape.NoGrad();
            Weight[padding..(padding + 1)].CopyFrom(Tensor.Zeros([1, size], dtype, device));
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
        if (input.DType is not (DType.Int32 or DType.Int64))
            throw new DTypeNotSupportedException(nameof(Embedding), "an input of Int32 or Int64", input.DType.ToString());
        var indices = input.Reshape(-1);
        if (_maxNorm is { } limit)
            Shorten(indices, limit);
        var vectors = Weight.IndexSelect(0, indices);
        if (_paddingIndex is { } padding)
        {
            var isTrained = indices.NotEqualTo(Tensor.Scalar(padding, indices.DType, indices.Device));
            vectors = Functional.Where(isTrained.Reshape(-1, 1), vectors, vectors.Detach());
        }

        if (_scalesGradient)
            vectors = new ScaledGradient().Apply(vectors, 1 / Frequencies(indices).IndexSelect(0, indices).Reshape(-1, 1));
        return vectors.Reshape([.. input.Shape.ToArray(), Weight.Shape[1]]);
    }

    /// <summary>Brings the vectors that are used to the largest norm.</summary>
    private void Shorten(Tensor indices, double limit)
    {
        using var noGrad = Tape.NoGrad();
        var norms = Weight.Norm(_normOrder, 1, keepDimension: true);
        var isTooLong = (Frequencies(indices).Reshape(-1, 1) > 0) & (norms > (float)limit);
        Weight.CopyFrom(Weight * Functional.Where(isTooLong, (float)limit / (norms + 1e-7f), Tensor.OnesLike(norms)));
    }

    /// <summary>How often each vector is used.</summary>
    private Tensor Frequencies(Tensor indices)
    {
        using var noGrad = Tape.NoGrad();
        var (dtype, device) = (Weight.DType, Weight.Device);
        return Tensor.Zeros([Weight.Shape[0]], dtype, device).IndexAdd(0, indices, Tensor.Ones([indices.Count], dtype, device));
    }

    /// <summary>Its first input; the gradient is multiplied by the second.</summary>
    private sealed class ScaledGradient : CustomOperation
    {
        public override bool HasRecordedBackward => true;

        protected override Tensor Forward(OperationContext context, IReadOnlyList<Tensor> inputs)
        {
            context.Save(inputs[1]);
            return inputs[0];
        }

        protected override IReadOnlyList<Tensor?> Backward(OperationContext context, Tensor gradient) => [gradient * context.Saved(0), null];
    }
}
