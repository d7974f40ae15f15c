using System.Text.Json;

namespace GpuNet.Models.Tests.Losses;

/// <summary>Every loss against PyTorch's losses and gradients in double precision: make_losses.py made the file.</summary>
public sealed class LossTests
{
    private const int Rows = 20;
    private const int Columns = 11;

    private static readonly JsonElement File = JsonDocument.Parse(System.IO.File.ReadAllText(
        Path.Combine(AppContext.BaseDirectory, "Losses", "Fixtures", "losses.json"))).RootElement;

    /// <summary>A loss by name: what it is made of, its first input, its target.</summary>
    private static readonly Dictionary<string, (Func<LossReduction, Loss> Create, string Output, string Target)> Cases = new()
    {
        ["mean_squared_error"] = (r => new MeanSquaredErrorLoss { Reduction = r }, "scores", "targets"),
        ["mean_absolute_error"] = (r => new MeanAbsoluteErrorLoss { Reduction = r }, "scores", "targets"),
        ["smooth_l1_0.5"] = (r => new SmoothL1Loss(0.5f) { Reduction = r }, "scores", "targets"),
        ["smooth_l1_0"] = (r => new SmoothL1Loss(0) { Reduction = r }, "scores", "targets"),
        ["huber_1.5"] = (r => new HuberLoss(1.5f) { Reduction = r }, "scores", "targets"),
        ["log_cosh"] = (r => new LogCoshLoss { Reduction = r }, "scores", "targets"),
        ["quantile_0.9"] = (r => new QuantileLoss(0.9f) { Reduction = r }, "scores", "targets"),
        ["bce"] = (r => new BinaryCrossEntropyLoss { Reduction = r }, "unit", "zero_one"),
        ["bce_with_logits"] = (r => new BinaryCrossEntropyWithLogitsLoss { Reduction = r }, "scores", "unit"),
        ["bce_with_logits_positive"] = (
            r => new BinaryCrossEntropyWithLogitsLoss { Reduction = r, PositiveWeight = Weights() }, "scores", "unit"),
        ["cross_entropy"] = (r => new CrossEntropyLoss { Reduction = r }, "scores", "labels"),
        ["cross_entropy_options"] = (
            r => new CrossEntropyLoss
            {
                Reduction = r, ClassWeights = Weights(), LabelSmoothing = 0.1, IgnoredLabel = -100,
            },
            "scores", "ignoring"),
        ["cross_entropy_probabilities"] = (
            r => new CrossEntropyLoss { Reduction = r, ClassWeights = Weights(), LabelSmoothing = 0.2 },
            "scores", "probabilities"),
        ["nll"] = (
            r => new NegativeLogLikelihoodLoss { Reduction = r, ClassWeights = Weights(), IgnoredLabel = -100 },
            "log_probabilities", "ignoring"),
        ["kl"] = (r => new KullbackLeiblerLoss { Reduction = r }, "log_probabilities", "probabilities"),
        ["kl_log_target"] = (
            r => new KullbackLeiblerLoss(logTarget: true) { Reduction = r }, "log_probabilities", "log probabilities"),
        ["poisson"] = (r => new PoissonLoss { Reduction = r }, "small scores", "counts"),
        ["poisson_full"] = (r => new PoissonLoss(full: true) { Reduction = r }, "small scores", "counts"),
        ["poisson_rate"] = (r => new PoissonLoss(logInput: false) { Reduction = r }, "5 unit", "counts"),
        ["tweedie_1.5"] = (r => new TweedieLoss(1.5f) { Reduction = r }, "small scores", "counts"),
        ["hinge"] = (r => new HingeLoss { Reduction = r }, "scores", "signs"),
        ["squared_hinge"] = (r => new SquaredHingeLoss { Reduction = r }, "scores", "signs"),
        ["hinge_embedding_2"] = (r => new HingeEmbeddingLoss(2) { Reduction = r }, "scores", "signs"),
        ["soft_margin"] = (r => new SoftMarginLoss { Reduction = r }, "small scores", "signs"),
        ["multi_margin"] = (r => new MultiMarginLoss { Reduction = r }, "scores", "labels"),
        ["multi_margin_options"] = (
            r => new MultiMarginLoss(0.5f, squared: true) { Reduction = r, ClassWeights = Weights() }, "scores", "labels"),
        ["multi_label_margin"] = (r => new MultiLabelMarginLoss { Reduction = r }, "scores", "zero_one"),
        ["multi_label_soft_margin"] = (
            r => new MultiLabelSoftMarginLoss { Reduction = r, ClassWeights = Weights() }, "scores", "zero_one"),
        ["focal"] = (r => new FocalLoss { Reduction = r }, "small scores", "zero_one"),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Losses_and_gradients_are_torchs(string name)
    {
        var (create, output, target) = Cases[name];
        using var scope = Tape.Scope();
        AssertNear(Numbers(name, "losses"), create(LossReduction.None).Forward(Input(output), Input(target)), name);
        var x = Input(output);
        x.RequiresGrad = true;
        var mean = create(LossReduction.Mean).Forward(x, Input(target));
        AssertNear([File.GetProperty("cases").GetProperty(name).GetProperty("mean").GetDouble()], mean, name);
        mean.Backward();
        AssertNear(Gradient(name, 0), x.Grad!, name);
    }

    [Fact]
    public void Losses_of_several_inputs_are_torchs()
    {
        CheckSeveral("gaussian_full", ["scores", "variance"], x => new GaussianLoss(full: true) { Reduction = LossReduction.None }
            .Forward(x[0], Input("targets"), x[1]));
        CheckSeveral("margin_ranking_0.5", ["scores", "other"], x => new MarginRankingLoss(0.5f) { Reduction = LossReduction.None }
            .Forward(x[0], x[1], Input("signs")));
        CheckSeveral("cosine_embedding_0.25", ["scores", "other"], x => new CosineEmbeddingLoss(0.25f) { Reduction = LossReduction.None }
            .Forward(x[0], x[1], Input("row_signs").Reshape(Rows)));
        CheckSeveral("triplet_margin", ["scores", "other", "targets"], x => new TripletMarginLoss { Reduction = LossReduction.None }
            .Forward(x[0], x[1], x[2]));
        CheckSeveral("triplet_margin_swap", ["scores", "other", "targets"], x =>
            new TripletMarginLoss(2, swap: true) { Reduction = LossReduction.None }.Forward(x[0], x[1], x[2]));
    }

    [Fact]
    public void Every_loss_has_a_reference()
    {
        var tested = Cases.Values.Select(entry => entry.Create(LossReduction.Mean).GetType()).ToHashSet();
        var losses = typeof(Loss).Assembly.GetExportedTypes()
            .Where(type => type.IsSubclassOf(typeof(Loss)) && !type.IsAbstract);
        Assert.All(losses, type => Assert.Contains(type, tested));
    }

    [Fact]
    public void Reductions_and_sample_weights()
    {
        using var scope = Tape.Scope();
        var (x, t) = (Input("scores"), Input("targets"));
        var elements = Numbers("mean_squared_error", "losses");
        AssertNear([elements.Sum()], new MeanSquaredErrorLoss { Reduction = LossReduction.Sum }.Forward(x, t), "sum");
        AssertNear(
            [elements.Sum() / Rows], new MeanSquaredErrorLoss { Reduction = LossReduction.BatchMean }.Forward(x, t), "batch mean");
        double[] weights = [.. Enumerable.Range(0, Rows).Select(row => row % 3 * 0.5)];
        AssertNear(
            [elements.Select((value, i) => value * weights[i / Columns]).Average()],
            new MeanSquaredErrorLoss().Forward(x, t, Tensor.From<double>(weights, Device.Cpu)),
            "sample weights");
        var rows = Numbers("cross_entropy", "losses");
        AssertNear(
            [rows.Select((value, i) => value * weights[i]).Average()],
            new CrossEntropyLoss().Forward(x, Input("labels"), Tensor.From<double>(weights, Device.Cpu)),
            "sample weights of rows");
    }

    [Fact]
    public void A_label_that_is_no_class_shows()
    {
        using var scope = Tape.Scope();
        var x = Tensor.From<float>([1f, 2f, 3f, 4f], [2, 2], Device.Cpu);
        var labels = Tensor.From<int>([0, 2], Device.Cpu);
        Assert.True(double.IsNaN(new CrossEntropyLoss { LabelSmoothing = 0.1 }.Forward(x, labels).Item()));
        Assert.True(double.IsNaN(new NegativeLogLikelihoodLoss().Forward(x, labels).Item()));
        Assert.Equal(-1, new NegativeLogLikelihoodLoss { IgnoredLabel = 2 }.Forward(x, labels).Item());
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        using var scope = Tape.Scope();
        var x = Tensor.Zeros([2, 3], device: Device.Cpu);
        var error = Assert.Throws<ShapeMismatchException>(() => new HuberLoss().Forward(x, Tensor.Zeros([2, 1], device: Device.Cpu)));
        Assert.Equal("huber_error", error.Operation);
        error = Assert.Throws<ShapeMismatchException>(
            () => new HuberLoss().Forward(x, x, Tensor.Zeros([3], device: Device.Cpu)));
        Assert.Equal("sample weights", error.Operation);
        Assert.Contains("[2]", error.Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new HuberLoss(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new QuantileLoss(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CrossEntropyLoss { LabelSmoothing = 2 });
        Assert.Throws<ShapeMismatchException>(() => new MultiMarginLoss().Forward(x, Tensor.From<int>([0], Device.Cpu)));
        Assert.Throws<ShapeMismatchException>(() => Functional.CosineSimilarity(x, x.Reshape(6)));
    }

    private static void CheckSeveral(string name, string[] inputs, Func<Tensor[], Tensor> loss)
    {
        using var scope = Tape.Scope();
        var x = Array.ConvertAll(inputs, input => Input(input));
        foreach (var tensor in x)
            tensor.RequiresGrad = true;
        var losses = loss(x);
        AssertNear(Numbers(name, "losses"), losses, name);
        losses.Mean().Backward();
        for (var i = 0; i < x.Length; i++)
            AssertNear(Gradient(name, i), x[i].Grad!, $"{name}, gradient {i}");
    }

    private static Tensor Weights() => Tensor.From<double>(Data("weights"), Device.Cpu);

    private static Tensor Input(string name)
    {
        if (name is "labels" or "ignoring")
            return Tensor.From<int>(Array.ConvertAll(Data(name), value => (int)value), Device.Cpu);
        double[] values = name switch
        {
            "small scores" => Array.ConvertAll(Data("scores"), value => Math.Clamp(value, -3, 3)),
            "5 unit" => Array.ConvertAll(Data("unit"), value => 5 * value),
            "log probabilities" => Array.ConvertAll(Data("probabilities"), Math.Log),
            _ => Data(name),
        };
        return name == "row_signs"
            ? Tensor.From<double>(values, Device.Cpu)
            : Tensor.From<double>(values, [Rows, Columns], Device.Cpu);
    }

    private static double[] Data(string name) => Doubles(File.GetProperty("data").GetProperty(name));

    private static double[] Numbers(string name, string what) =>
        Doubles(File.GetProperty("cases").GetProperty(name).GetProperty(what));

    private static double[] Gradient(string name, int input) =>
        Doubles(File.GetProperty("cases").GetProperty(name).GetProperty("gradients")[input]);

    private static double[] Doubles(JsonElement array) => [.. array.EnumerateArray().Select(element => element.GetDouble())];

    private static void AssertNear(double[] expected, Tensor actual, string name)
    {
        var values = actual.ToArray<double>();
        Assert.Equal(expected.Length, values.Length);
        for (var i = 0; i < values.Length; i++)
        {
            Assert.True(
                Math.Abs(values[i] - expected[i]) <= 1e-11 * (1 + Math.Abs(expected[i])),
                $"{name}[{i}]: expected {expected[i]:R}, got {values[i]:R}");
        }
    }
}
