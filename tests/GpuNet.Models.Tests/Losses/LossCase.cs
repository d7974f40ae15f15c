namespace GpuNet.Models.Tests.Losses;

/// <summary>A loss in one way of using it; PyTorch's numbers are stored under the same name (make_losses.py).</summary>
/// <param name="Loss">The loss's class.</param>
/// <param name="Inputs">The names of its inputs in the file, those with gradients first.</param>
/// <param name="Differentiable">How many have gradients.</param>
/// <param name="Run">Computes it of these inputs, and of factors for rows if there are any.</param>
internal sealed record LossCase(
    Type Loss, string[] Inputs, int Differentiable, Func<LossReduction, IReadOnlyList<Tensor>, Tensor?, Tensor> Run)
{
    public static IReadOnlyDictionary<string, LossCase> All { get; } = new Dictionary<string, LossCase>
    {
        ["mean_squared_error"] = OfBoth(r => new MeanSquaredErrorLoss { Reduction = r }, "scores", "targets"),
        ["mean_absolute_error"] = OfBoth(r => new MeanAbsoluteErrorLoss { Reduction = r }, "scores", "targets"),
        ["smooth_l1_0.5"] = OfBoth(r => new SmoothL1Loss(0.5f) { Reduction = r }, "scores", "targets"),
        ["smooth_l1_0"] = OfBoth(r => new SmoothL1Loss(0) { Reduction = r }, "scores", "targets"),
        ["huber_1.5"] = OfBoth(r => new HuberLoss(1.5f) { Reduction = r }, "scores", "targets"),
        ["log_cosh"] = OfBoth(r => new LogCoshLoss { Reduction = r }, "scores", "targets"),
        ["quantile_0.9"] = OfBoth(r => new QuantileLoss(0.9f) { Reduction = r }, "scores", "targets"),
        ["bce"] = Of(r => new BinaryCrossEntropyLoss { Reduction = r }, "unit", "zero_one"),
        ["bce_weight"] = Of((r, w) => new BinaryCrossEntropyLoss { Reduction = r, Weight = w }, "unit", "zero_one"),
        ["bce_with_logits_weight"] = OfBoth(
            (r, w) => new BinaryCrossEntropyWithLogitsLoss { Reduction = r, Weight = w, PositiveWeight = w }, "scores", "unit"),
        ["bce_with_logits"] = OfBoth(r => new BinaryCrossEntropyWithLogitsLoss { Reduction = r }, "scores", "unit"),
        ["bce_with_logits_positive"] = OfBoth(
            (r, w) => new BinaryCrossEntropyWithLogitsLoss { Reduction = r, PositiveWeight = w }, "scores", "unit"),
        ["cross_entropy"] = Of(r => new CrossEntropyLoss { Reduction = r }, "scores", "labels"),
        ["cross_entropy_options"] = Of(
            (r, w) => new CrossEntropyLoss
            {
                Reduction = r, ClassWeights = w, LabelSmoothing = 0.1, IgnoredLabel = -100,
            },
            "scores", "ignoring"),
        ["cross_entropy_weights"] = Of(
            (r, w) => new CrossEntropyLoss { Reduction = r, ClassWeights = w, IgnoredLabel = -100 }, "masked_scores", "ignoring"),
        ["cross_entropy_probabilities"] = OfBoth(
            (r, w) => new CrossEntropyLoss { Reduction = r, ClassWeights = w, LabelSmoothing = 0.2 }, "scores", "probabilities"),
        ["nll"] = Of(
            (r, w) => new NegativeLogLikelihoodLoss { Reduction = r, ClassWeights = w, IgnoredLabel = -100 },
            "log_probabilities", "ignoring"),
        ["kl"] = OfBoth(r => new KullbackLeiblerLoss { Reduction = r }, "log_probabilities", "probabilities"),
        ["kl_log_target"] = OfBoth(
            r => new KullbackLeiblerLoss(logTarget: true) { Reduction = r }, "log_probabilities", "target_log_probabilities"),
        ["poisson"] = OfBoth(r => new PoissonLoss { Reduction = r }, "small", "counts"),
        ["poisson_full"] = OfBoth(r => new PoissonLoss(full: true) { Reduction = r }, "small", "counts"),
        ["poisson_rate"] = OfBoth(r => new PoissonLoss(logInput: false) { Reduction = r }, "rates", "counts"),
        ["tweedie_1.5"] = OfBoth(r => new TweedieLoss(1.5f) { Reduction = r }, "small", "counts"),
        ["hinge"] = OfBoth(r => new HingeLoss { Reduction = r }, "scores", "signs"),
        ["squared_hinge"] = OfBoth(r => new SquaredHingeLoss { Reduction = r }, "scores", "signs"),
        ["hinge_embedding_2"] = Of(r => new HingeEmbeddingLoss(2) { Reduction = r }, "scores", "signs"),
        ["soft_margin"] = Of(r => new SoftMarginLoss { Reduction = r }, "small", "signs"),
        ["multi_margin"] = Of(r => new MultiMarginLoss { Reduction = r }, "scores", "labels"),
        ["multi_margin_options"] = Of(
            (r, w) => new MultiMarginLoss(0.5f, squared: true) { Reduction = r, ClassWeights = w }, "scores", "labels"),
        ["multi_label_margin"] = Of(r => new MultiLabelMarginLoss { Reduction = r }, "scores", "zero_one"),
        ["multi_label_soft_margin"] = Of(
            (r, w) => new MultiLabelSoftMarginLoss { Reduction = r, ClassWeights = w }, "scores", "zero_one"),
        ["focal"] = Of(r => new FocalLoss { Reduction = r }, "small", "zero_one"),
        ["gaussian_full"] = new(
            typeof(GaussianLoss), ["scores", "variance", "targets"], 3,
            (r, x, weights) => new GaussianLoss(full: true) { Reduction = r }.Forward(x[0], x[2], x[1], weights)),
        ["margin_ranking_0.5"] = new(
            typeof(MarginRankingLoss), ["scores", "other", "signs"], 2,
            (r, x, weights) => new MarginRankingLoss(0.5f) { Reduction = r }.Forward(x[0], x[1], x[2], weights)),
        ["cosine_embedding_0.25"] = new(
            typeof(CosineEmbeddingLoss), ["scores", "other", "row_signs"], 2,
            (r, x, weights) => new CosineEmbeddingLoss(0.25f) { Reduction = r }.Forward(x[0], x[1], x[2], weights)),
        ["triplet_margin"] = new(
            typeof(TripletMarginLoss), ["scores", "other", "targets"], 3,
            (r, x, weights) => new TripletMarginLoss { Reduction = r }.Forward(x[0], x[1], x[2], weights)),
        ["triplet_margin_swap"] = new(
            typeof(TripletMarginLoss), ["scores", "other", "targets"], 3,
            (r, x, weights) => new TripletMarginLoss(2, swap: true) { Reduction = r }.Forward(x[0], x[1], x[2], weights)),
        ["triplet_margin_3"] = new(
            typeof(TripletMarginLoss), ["scores", "other", "targets"], 3,
            (r, x, weights) => new TripletMarginLoss(p: 3, epsilon: 1e-3) { Reduction = r }.Forward(x[0], x[1], x[2], weights)),
        ["triplet_margin_1"] = new(
            typeof(TripletMarginLoss), ["scores", "other", "targets"], 3,
            (r, x, weights) => new TripletMarginLoss(p: 1) { Reduction = r }.Forward(x[0], x[1], x[2], weights)),
        ["triplet_margin_distance"] = new(
            typeof(TripletMarginLoss), ["scores", "other", "targets"], 3,
            (r, x, weights) => new TripletMarginLoss(0.5f, swap: true) { Reduction = r, Distance = SquaredDistance }.Forward(x[0], x[1], x[2], weights)),
    };

    private static LossCase Of(Func<LossReduction, Loss> create, string output, string target) =>
        Of((r, _) => create(r), output, target);

    /// <summary>A loss that is made with weights for columns.</summary>
    private static LossCase Of(Func<LossReduction, Tensor, Loss> create, string output, string target) =>
        new(create(LossReduction.Mean, Weights()).GetType(), [output, target], 1,
            (r, x, weights) => create(r, Weights().To(x[0].DType).To(x[0].Device)).Forward(x[0], x[1], weights));

    /// <summary>The same, differentiated by the target as well.</summary>
    private static LossCase OfBoth(Func<LossReduction, Loss> create, string output, string target) =>
        Of(create, output, target) with { Differentiable = 2 };

    private static LossCase OfBoth(Func<LossReduction, Tensor, Loss> create, string output, string target) =>
        Of(create, output, target) with { Differentiable = 2 };

    private static Tensor SquaredDistance(Tensor x, Tensor y) => (x - y).Square().Mean(axis: 1);

    private static Tensor Weights() => TorchLosses.Input("ordinary", "weights");
}
