using GpuNet.Kernels;

namespace GpuNet.Models.Tests.Layers;

/// <summary>A layer in one way of using it; PyTorch's numbers are stored under the same name (make_layers.py).</summary>
/// <param name="Layer">The layer's class.</param>
/// <param name="Create">Makes it; its parameters and buffers are overwritten by the stored ones.</param>
internal sealed record LayerCase(Type Layer, Func<DType, Device, Module> Create)
{
    private static readonly int[] Indices = [1, 2, 6, 1, 0, 3, 0, 1, 2, 5, 4, 7];

    /// <summary>The names of the inputs, and their extents after the first, the rows.</summary>
    public (string Name, int[] Row)[] Inputs { get; private init; } = [];

    /// <summary>Whether the layer is used as in training.</summary>
    public bool IsTraining { get; private init; } = true;

    /// <summary>
    /// Whether the gradients are those of the output: they are not where vectors are left out of training or trained less, and
    /// differences cannot tell where a pass changes what the next one reads.
    /// </summary>
    public bool HasDifferences { get; private init; } = true;

    /// <summary>How far singles may be off: of sums in another order, or of functions in single precision.</summary>
    public double SinglePrecision { get; private init; } = 2e-5;

    /// <summary>How far doubles may be off, relative to the largest of their kind.</summary>
    public double DoublePrecision { get; private init; } = 1e-11;

    /// <summary>The layer on its inputs.</summary>
    public Func<Module, IReadOnlyList<Tensor>, Tensor> Run { get; private init; } = (layer, x) => layer.Forward(x[0]);

    public static IReadOnlyDictionary<string, LayerCase> All { get; } = new Dictionary<string, LayerCase>
    {
        ["batch_norm"] = Of((t, d) => new BatchNorm1d(11, device: d, dtype: t), 11),
        ["batch_norm_tall"] = Of((t, d) => new BatchNorm1d(3, device: d, dtype: t), 3),
        ["batch_norm_momentum"] = Of((t, d) => new BatchNorm1d(5, momentum: 0.3, device: d, dtype: t), 5),
        ["batch_norm_plain"] = Of((t, d) => new BatchNorm1d(11, affine: false, device: d, dtype: t), 11),
        ["batch_norm_untracked"] = Of((t, d) => new BatchNorm1d(11, trackRunningStatistics: false, device: d, dtype: t), 11),
        ["batch_norm_evaluation"] = Of((t, d) => new BatchNorm1d(11, device: d, dtype: t), 11) with { IsTraining = false },
        ["batch_norm_evaluation_plain"] =
            Of((t, d) => new BatchNorm1d(5, affine: false, device: d, dtype: t), 5) with { IsTraining = false },
        ["layer_norm"] = Of((t, d) => new LayerNorm([11], device: d, dtype: t), 11),
        ["layer_norm_weight"] = Of((t, d) => new LayerNorm([11], hasBias: false, device: d, dtype: t), 11),
        ["layer_norm_plain"] = Of((t, d) => new LayerNorm([11], elementwiseAffine: false, device: d, dtype: t), 11),
        ["layer_norm_epsilon"] = Of((t, d) => new LayerNorm([7], epsilon: 0.5, device: d, dtype: t), 7),
        ["layer_norm_dimensions"] = Of((t, d) => new LayerNorm([3, 5], device: d, dtype: t), 2, 3, 5),
        ["layer_norm_long"] = Of((t, d) => new LayerNorm([70], device: d, dtype: t), 70),
        ["rms_norm"] = Of((t, d) => new RmsNorm([11], device: d, dtype: t), 11),
        ["rms_norm_plain"] = Of((t, d) => new RmsNorm([11], elementwiseAffine: false, device: d, dtype: t), 11),
        ["rms_norm_long"] = Of((t, d) => new RmsNorm([70], epsilon: 1e-3, device: d, dtype: t), 70),
        ["rms_norm_dimensions"] = Of((t, d) => new RmsNorm([3, 5], device: d, dtype: t), 3, 5),
        ["group_norm"] = Of((t, d) => new GroupNorm(3, 12, device: d, dtype: t), 12),
        ["group_norm_plain"] = Of((t, d) => new GroupNorm(4, 12, affine: false, device: d, dtype: t), 12),
        ["group_norm_one"] = Of((t, d) => new GroupNorm(1, 70, device: d, dtype: t), 70),
        ["group_norm_images"] = Of((t, d) => new GroupNorm(2, 4, device: d, dtype: t), 4, 3, 2),
        ["group_norm_long"] = Of((t, d) => new GroupNorm(2, 6, device: d, dtype: t), 6, 23),
        ["linear"] = Of((t, d) => new Linear(11, 4, Random, device: d, dtype: t), 11),
        ["linear_without_bias"] = Of((t, d) => new Linear(11, 4, Random, hasBias: false, device: d, dtype: t), 11),
        ["bilinear"] = OfTwo((t, d) => new Bilinear(7, 6, 4, Random, device: d, dtype: t), 7, 6),
        ["bilinear_without_bias"] = OfTwo((t, d) => new Bilinear(4, 3, 2, Random, hasBias: false, device: d, dtype: t), 4, 3),
        ["embedding"] = OfIndices((t, d) => new Embedding(8, 9, Random, device: d, dtype: t)),
        ["embedding_padding"] = OfIndices((t, d) => new Embedding(8, 9, Random, paddingIndex: 2, device: d, dtype: t)) with { HasDifferences = false },
        ["embedding_scaled"] = OfIndices(
            (t, d) => new Embedding(8, 9, Random, paddingIndex: 2, device: d, scaleGradientByFrequency: true, dtype: t))
            with { HasDifferences = false },
        ["embedding_short"] =
            OfIndices((t, d) => new Embedding(8, 9, Random, device: d, maxNorm: 1.25, dtype: t)) with { HasDifferences = false },
        ["embedding_short_sums"] = OfIndices(
            (t, d) => new Embedding(8, 9, Random, device: d, maxNorm: 1.5, normOrder: 1, dtype: t))
            with { HasDifferences = false },
        ["prelu"] = Of((t, d) => new PRelu(device: d, dtype: t), 11),
        ["prelu_features"] = Of((t, d) => new PRelu(11, device: d, dtype: t), 11),
        ["rrelu"] = Of((_, _) => new RRelu(Random), 11),
        ["rrelu_evaluation"] = Of((_, _) => new RRelu(Random), 11) with { IsTraining = false },
        ["glu"] = Of((_, _) => new Gate<Glu>(), 12),
        ["swiglu"] = Of((_, _) => new Gate<SwiGlu>(), 12),
        ["flatten"] = Of((_, _) => new Flatten(), 2, 3, 2),
        ["residual"] = Of((t, d) => new Residual(new Linear(11, 11, Random, device: d, dtype: t)), 11),
        ["residual_shortcut"] = Of(
            (t, d) => new Residual(
                new Linear(11, 4, Random, device: d, dtype: t), new Linear(11, 4, Random, hasBias: false, device: d, dtype: t)), 11),
        ["concat"] = Of(
            (t, d) => new Concat(
                new Linear(11, 3, Random, device: d, dtype: t), new Linear(11, 2, Random, device: d, dtype: t), new Activation<Tanh>()), 11),
        ["sequential"] = Of(
            (t, d) => new Sequential(
                new Linear(11, 5, Random, device: d, dtype: t), new Activation<Tanh>(), new LayerNorm([5], device: d, dtype: t),
                new Activation<Gelu>(), new Linear(5, 3, Random, device: d, dtype: t)), 11),
        ["sequential_normalized"] = Of(
            (t, d) => new Sequential(
                new BatchNorm1d(12, device: d, dtype: t), new Activation<Gelu>(), new LayerNorm([12], device: d, dtype: t),
                new Activation<Tanh>(), new RmsNorm([12], epsilon: 1e-3, device: d, dtype: t), new Activation<LeakyRelu>(),
                new GroupNorm(3, 12, device: d, dtype: t), new Activation<Silu>()), 12),
        ["softmax"] = Of((_, _) => new Softmax(), 11),
        ["log_softmax"] = Of((_, _) => new LogSoftmax(), 11),
        ["softmin"] = Of((_, _) => new Softmin(), 11),
        ["sparsemax"] = Of((_, _) => new Sparsemax(), 11),
        ["spectral_linear"] =
            Of((t, d) => new SpectralLinear(11, 4, Random, device: d, dtype: t), 11) with { HasDifferences = false },
        ["spectral_linear_evaluation"] =
            Of((t, d) => new SpectralLinear(11, 4, Random, device: d, dtype: t), 11) with { IsTraining = false },
        ["dropout"] = Of((_, _) => new Dropout(0.3, Random), 11),
        ["dropout_evaluation"] = Of((_, _) => new Dropout(0.3, Random), 11) with { IsTraining = false },
        ["alpha_dropout"] = Of((_, _) => new AlphaDropout(0.3, Random), 11),
        // Its numbers are singles in every precision.
        ["gaussian_noise"] = Of((_, _) => new GaussianNoise(0.5, Random), 11) with { DoublePrecision = 2e-6 },
        ["gaussian_dropout"] = Of((_, _) => new GaussianDropout(0.2, Random), 11) with { DoublePrecision = 2e-6 },
        ["activity_regularization"] = Of((_, _) => new ActivityRegularization(0.3, 0.2), 11) with
        {
            Run = (layer, x) =>
            {
                layer.Forward(x[0]);
                return layer.ActivityPenalties.Single();
            },
        },
    };

    /// <summary>What the script's mask came from.</summary>
    private static Generator Random => new(seed: 5);

    /// <summary>The layer with the stored parameters and buffers.</summary>
    public Module Load(string key, DType dtype, Device device)
    {
        var layer = Create(dtype, device);
        foreach (var (name, tensor) in layer.NamedParameters.Concat(layer.NamedBuffers))
            tensor.CopyFrom(TorchLayers.Stored.Tensor($"{key}.{name}", tensor.Shape, dtype, device));
        if (!IsTraining) layer.Evaluate();
        return layer;
    }

    /// <summary>The stored inputs, which require gradients.</summary>
    public List<Tensor> InputsOf(string key, DType dtype, Device device)
    {
        List<Tensor> inputs = [];
        foreach (var (name, row) in Inputs)
        {
            var rows = TorchLayers.Stored[$"{key}.{name}"].Length / row.Aggregate(1, (a, b) => a * b);
            inputs.Add(TorchLayers.Stored.Tensor($"{key}.{name}", [rows, .. row], dtype, device));
            inputs[^1].RequiresGrad = true;
        }
        return inputs;
    }

    private static LayerCase Of(Func<DType, Device, Module> create, params int[] row) =>
        new(create(DType.Float32, Device.Cpu).GetType(), create) { Inputs = [("x", row)] };

    private static LayerCase OfTwo(Func<DType, Device, Module> create, int first, int second) => new(typeof(Bilinear), create)
    {
        Inputs = [("first", [first]), ("second", [second])],
        Run = (layer, x) => ((Bilinear)layer).Forward(x[0], x[1]),
    };

    private static LayerCase OfIndices(Func<DType, Device, Module> create) => new(typeof(Embedding), create)
    {
        Run = (layer, _) => layer.Forward(Tensor.From<int>(Indices, [2, 6], layer.Parameters.Single().Device)),
    };
}
