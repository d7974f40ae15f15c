using GpuNet.Kernels;
using GpuNet.Models.Tests.Losses;

namespace GpuNet.Models.Tests.Catalogue;

/// <summary>
/// Bad shapes and arguments of layers, losses, penalties, constraints and gradient transforms: the error names what was called, the
/// argument, and the shapes that were expected and given.
/// </summary>
public sealed class BadArgumentTests
{
    private static readonly Tensor Matrix = Tensor.Zeros([2, 3], device: Device.Cpu).Keep();

    private static Generator Random => new(seed: 1);

    /// <summary>What is called wrongly of a class, the error, and what its message has to name.</summary>
    private static readonly (Type Class, Action Call, Type Error, string[] Names)[] Mistakes =
    [
        (typeof(Linear), () => new Linear(0, 2, Random), Range, ["Linear", "inputs"]),
        (typeof(Linear), () => new Linear(3, -1, Random), Range, ["Linear", "outputs"]),
        (typeof(Linear), () => new Linear(4, 2, Random).Forward(Matrix), Shapes, ["Linear", "x [?, 4]", "[2, 3]"]),
        (typeof(Linear), () => new Linear(4, 2, Random, hasBias: false).Forward(Matrix), Shapes, ["MatMul", "[2, 4]", "[2, 3]"]),
        (typeof(Linear), () => Functional.Linear(Matrix, Matrix, Matrix[0]), Shapes, ["Linear", "bias [2]", "[3]"]),
        (typeof(SpectralLinear), () => new SpectralLinear(0, 2, Random), Range, ["SpectralLinear", "inputs"]),
        (typeof(SpectralLinear), () => new SpectralLinear(3, 0, Random), Range, ["SpectralLinear", "outputs"]),
        (typeof(SpectralLinear), () => new SpectralLinear(3, 2, Random, iterations: 0), Range, ["SpectralLinear", "iterations"]),
        (typeof(SpectralLinear), () => new SpectralLinear(4, 2, Random).Forward(Matrix), Shapes, ["Linear", "x [?, 4]", "[2, 3]"]),
        (typeof(Bilinear), () => new Bilinear(0, 3, 5, Random), Range, ["Bilinear", "firstInputs"]),
        (typeof(Bilinear), () => new Bilinear(4, 0, 5, Random), Range, ["Bilinear", "secondInputs"]),
        (typeof(Bilinear), () => new Bilinear(4, 3, 0, Random), Range, ["Bilinear", "outputs"]),
        (typeof(Bilinear), () => new Bilinear(4, 3, 5, Random).Forward(Matrix), Shapes, ["Bilinear", "input [..., 4 + 3]", "[2, 3]"]),
        (typeof(Bilinear), () => new Bilinear(4, 3, 5, Random).Forward(Matrix, Matrix), Shapes, ["Bilinear", "first [..., 4]", "[2, 3]"]),
        (typeof(Bilinear), () => new Bilinear(3, 4, 5, Random).Forward(Matrix, Matrix), Shapes, ["Bilinear", "second [..., 4]", "[2, 3]"]),
        (typeof(Embedding), () => new Embedding(0, 2, Random), Range, ["Embedding", "count"]),
        (typeof(Embedding), () => new Embedding(3, 0, Random), Range, ["Embedding", "size"]),
        (typeof(Embedding), () => new Embedding(3, 2, Random, paddingIndex: 3), Range, ["Embedding", "paddingIndex"]),
        (typeof(Embedding), () => new Embedding(3, 2, Random, maxNorm: 0), Range, ["Embedding", "maxNorm"]),
        (typeof(Embedding), () => new Embedding(3, 2, Random, normOrder: -1), Range, ["Embedding", "normOrder"]),
        (typeof(Embedding), () => new Embedding(3, 2, Random).Forward(Matrix), typeof(DTypeNotSupportedException), ["Embedding", "Int32", "Float32"]),
        (typeof(PRelu), () => new PRelu(slopes: 0), Range, ["PRelu", "slopes"]),
        (typeof(PRelu), () => new PRelu(slopes: 2).Forward(Matrix), Shapes, ["prelu", "slope", "[2, 3]", "[2]"]),
        (typeof(RRelu), () => new RRelu(Random, lower: 1, upper: 0), Range, ["RRelu", "upper"]),
        (typeof(Gate<Glu>), () => new Gate<Glu>().Forward(Matrix), Shapes, ["glu", "[2, 3]"]),
        (typeof(Gate<SwiGlu>), () => new Gate<SwiGlu>().Forward(Matrix), Shapes, ["swiglu", "[2, 3]"]),
        (typeof(Dropout), () => new Dropout(1.01, Random), Range, ["Dropout", "probability"]),
        (typeof(AlphaDropout), () => new AlphaDropout(-0.1, Random), Range, ["AlphaDropout", "probability"]),
        (typeof(GaussianDropout), () => new GaussianDropout(double.NaN, Random), Range, ["GaussianDropout", "probability"]),
        (typeof(GaussianNoise), () => new GaussianNoise(-1, Random), Range, ["GaussianNoise", "deviation"]),
        (typeof(ActivityRegularization), () => new ActivityRegularization(l1: -1), Range, ["ActivityRegularization", "l1"]),
        (typeof(ActivityRegularization), () => new ActivityRegularization(l2: -1), Range, ["ActivityRegularization", "l2"]),
        (typeof(BatchNorm1d), () => new BatchNorm1d(0), Range, ["BatchNorm1d", "features"]),
        (typeof(BatchNorm1d), () => new BatchNorm1d(3, epsilon: -1), Range, ["BatchNorm1d", "epsilon"]),
        (typeof(BatchNorm1d), () => new BatchNorm1d(3, momentum: 2), Range, ["BatchNorm1d", "momentum"]),
        (typeof(BatchNorm1d), () => new BatchNorm1d(4).Forward(Matrix), Shapes, ["BatchNorm", "gamma [3] for x [2, 3]", "[4]"]),
        (typeof(BatchNorm1d), () => new BatchNorm1d(3).Forward(Matrix[..1]), Shapes, ["BatchNorm", "x of at least two rows", "[1, 3]"]),
        (typeof(BatchNorm1d), () => new BatchNorm1d(3).Forward(Matrix[0]), Shapes, ["BatchNorm", "x [rows, features]", "[3]"]),
        (typeof(LayerNorm), () => new LayerNorm([0]), Range, ["LayerNorm", "normalizedShape"]),
        (typeof(LayerNorm), () => new LayerNorm([3], epsilon: -1), Range, ["LayerNorm", "epsilon"]),
        (typeof(LayerNorm), () => new LayerNorm([4]).Forward(Matrix), Shapes, ["LayerNorm", "x [..., 4]", "[2, 3]"]),
        (typeof(LayerNorm), () => Functional.LayerNorm(Matrix, [3], Matrix), Shapes, ["LayerNorm", "weight [3]", "[2, 3]"]),
        (typeof(LayerNorm), () => Functional.LayerNorm(Matrix, [3], Matrix[0], Matrix), Shapes, ["LayerNorm", "bias [3]", "[2, 3]"]),
        (typeof(RmsNorm), () => new RmsNorm([0]), Range, ["RmsNorm", "normalizedShape"]),
        (typeof(RmsNorm), () => new RmsNorm([3], epsilon: double.NaN), Range, ["RmsNorm", "epsilon"]),
        (typeof(RmsNorm), () => new RmsNorm([4]).Forward(Matrix), Shapes, ["RmsNorm", "x [..., 4]", "[2, 3]"]),
        (typeof(GroupNorm), () => new GroupNorm(0, 4), Range, ["GroupNorm", "groups"]),
        (typeof(GroupNorm), () => new GroupNorm(2, 0), Range, ["GroupNorm", "channels"]),
        (typeof(GroupNorm), () => new GroupNorm(3, 4), typeof(ArgumentException), ["GroupNorm", "channels", "4", "3"]),
        (typeof(GroupNorm), () => new GroupNorm(2, 4, epsilon: double.PositiveInfinity), Range, ["GroupNorm", "epsilon"]),
        (typeof(GroupNorm), () => new GroupNorm(2, 4).Forward(Matrix), Shapes, ["GroupNorm", "x [batch, channels, ...]", "2", "[2, 3]"]),
        (typeof(GroupNorm), () => new GroupNorm(1, 4).Forward(Matrix), Shapes, ["GroupNorm", "weight [3]", "[4]"]),
        (typeof(Concat), () => new Concat(), typeof(ArgumentException), ["Concat", "branch"]),
        (typeof(Concat), () => new Concat(new Flatten(), new Linear(3, 2, Random)) { Axis = 0 }.Forward(Matrix), Shapes, ["Concatenate", "[2, 3]", "[2, 2]"]),
        (typeof(Residual), () => new Residual(new Linear(3, 2, Random)).Forward(Matrix), Shapes, ["Residual", "output of inner [2, 3]", "[2, 2]"]),

        (typeof(L1Regularizer), () => new L1Regularizer(-1), Range, ["L1Regularizer", "strength"]),
        (typeof(L2Regularizer), () => new L2Regularizer(double.NaN), Range, ["L2Regularizer", "strength"]),
        (typeof(ElasticNetRegularizer), () => new ElasticNetRegularizer(-1), Range, ["ElasticNetRegularizer", "strength"]),
        (typeof(ElasticNetRegularizer), () => new ElasticNetRegularizer(1, ratio: 2), Range, ["ElasticNetRegularizer", "ratio"]),
        (typeof(GroupLassoRegularizer), () => new GroupLassoRegularizer(-1), Range, ["GroupLassoRegularizer", "strength"]),
        (typeof(GroupLassoRegularizer), () => new GroupLassoRegularizer(1) { Parameters = [Matrix[0]] }.Penalty(new Flatten()),
            typeof(ArgumentException), ["GroupLassoRegularizer", "weight", "[rows, columns, ...]", "[3]"]),
        (typeof(OrthogonalRegularizer), () => new OrthogonalRegularizer(-1), Range, ["OrthogonalRegularizer", "strength"]),
        (typeof(OrthogonalRegularizer), () => new OrthogonalRegularizer(1).Penalty(new Flatten()), typeof(ArgumentException), ["OrthogonalRegularizer", "model"]),
        (typeof(MaxNorm), () => new MaxNorm(0), Range, ["MaxNorm", "limit"]),
        (typeof(ProximalL1), () => new ProximalL1(-1), Range, ["ProximalL1", "strength"]),
        (typeof(ClipByValue), () => new ClipByValue(0), Range, ["ClipByValue", "limit"]),
        (typeof(ClipByNorm), () => new ClipByNorm(double.NaN), Range, ["ClipByNorm", "limit"]),
        (typeof(ClipByGlobalNorm), () => new ClipByGlobalNorm(-1), Range, ["ClipByGlobalNorm", "limit"]),
        (typeof(GradientNoise), () => new GradientNoise(-1), Range, ["GradientNoise", "eta"]),

        (typeof(HuberLoss), () => new HuberLoss(0), Range, ["HuberLoss", "delta"]),
        (typeof(SmoothL1Loss), () => new SmoothL1Loss(-1), Range, ["SmoothL1Loss", "beta"]),
        (typeof(QuantileLoss), () => new QuantileLoss(1), Range, ["QuantileLoss", "quantile"]),
        (typeof(TweedieLoss), () => new TweedieLoss(2), Range, ["TweedieLoss", "power"]),
        (typeof(FocalLoss), () => new FocalLoss(gamma: -1), Range, ["FocalLoss", "gamma"]),
        (typeof(FocalLoss), () => new FocalLoss(alpha: 1.5f), Range, ["FocalLoss", "alpha"]),
        (typeof(HingeLoss), () => new HingeLoss(float.NaN), Range, ["HingeLoss", "margin"]),
        (typeof(HingeEmbeddingLoss), () => new HingeEmbeddingLoss(float.NaN), Range, ["HingeEmbeddingLoss", "margin"]),
        (typeof(MarginRankingLoss), () => new MarginRankingLoss(float.NaN), Range, ["MarginRankingLoss", "margin"]),
        (typeof(CosineEmbeddingLoss), () => new CosineEmbeddingLoss(float.NaN), Range, ["CosineEmbeddingLoss", "margin"]),
        (typeof(MultiMarginLoss), () => new MultiMarginLoss(float.NaN), Range, ["MultiMarginLoss", "margin"]),
        (typeof(TripletMarginLoss), () => new TripletMarginLoss(float.NaN), Range, ["TripletMarginLoss", "margin"]),
        (typeof(TripletMarginLoss), () => new TripletMarginLoss(p: 0), Range, ["TripletMarginLoss", "p"]),
        (typeof(TripletMarginLoss), () => new TripletMarginLoss(epsilon: -1), Range, ["TripletMarginLoss", "epsilon"]),
        (typeof(GaussianLoss), () => new GaussianLoss(epsilon: 0), Range, ["GaussianLoss", "epsilon"]),
        (typeof(PoissonLoss), () => new PoissonLoss(epsilon: -1), Range, ["PoissonLoss", "epsilon"]),
        (typeof(KullbackLeiblerLoss), () => new KullbackLeiblerLoss().Forward(Matrix, Matrix[0]), Shapes, ["kullback_leibler", "target [2, 3]", "[3]"]),
        (typeof(CrossEntropyLoss), () => new CrossEntropyLoss().Forward(Matrix[0], Matrix[0]), Shapes, ["CrossEntropyLoss", "output [rows, classes]", "[3]"]),
        (typeof(CrossEntropyLoss), () => new CrossEntropyLoss { ClassWeights = Matrix[0][..2] }.Forward(Matrix, Matrix), Shapes, ["CrossEntropyLoss", "ClassWeights [3]", "[2]"]),
        (typeof(MultiLabelSoftMarginLoss), () => new MultiLabelSoftMarginLoss().Forward(Matrix[0], Matrix[0]), Shapes, ["MultiLabelSoftMarginLoss", "output [rows, classes]", "[3]"]),
        (typeof(MultiLabelSoftMarginLoss), () => new MultiLabelSoftMarginLoss { ClassWeights = Matrix[0][..2] }.Forward(Matrix, Matrix), Shapes, ["MultiLabelSoftMarginLoss", "ClassWeights [3]", "[2]"]),
        (typeof(CrossEntropyLoss), () => new CrossEntropyLoss { LabelSmoothing = 2 }, Range, ["CrossEntropyLoss", "LabelSmoothing"]),
        (typeof(MeanSquaredErrorLoss), () => new MeanSquaredErrorLoss().Forward(Matrix, Matrix, Matrix[0]), Shapes, ["Loss", "sampleWeights [2]", "[3]"]),
        (typeof(CrossEntropyLoss), () => new CrossEntropyLoss { ClassWeights = Matrix[0][..2] }.Forward(Matrix, Tensor.From<int>([0, 1], Device.Cpu)),
            Shapes, ["LabelDistribution", "weights [3]", "[2]"]),
    ];

    /// <summary>Classes that take no arguments but inputs of any shape; softmax and the like refuse axes where they are used.</summary>
    private static readonly Type[] Tolerant =
        [typeof(Flatten), typeof(Sequential), typeof(Softmax), typeof(LogSoftmax), typeof(Softmin), typeof(Sparsemax), typeof(UnitNorm), typeof(NonNegative)];

    private static Type Range => typeof(ArgumentOutOfRangeException);

    private static Type Shapes => typeof(ShapeMismatchException);

    public static TheoryData<int> Indices => [.. Enumerable.Range(0, Mistakes.Length)];

    public static TheoryData<string> Losses => [.. LossCase.All.Keys];

    [Theory, MemberData(nameof(Indices))]
    public void An_error_names_op_argument_and_shapes(int index)
    {
        var (_, call, type, names) = Mistakes[index];
        using var scope = Tape.Scope();
        var error = Record.Exception(call);
        Assert.IsType(type, error);
        Assert.All(names, name => Assert.Contains(name, error.Message, StringComparison.Ordinal));
    }

    /// <summary>Every loss of its inputs, of which the last has a row too many, then a dimension too few.</summary>
    [Theory, MemberData(nameof(Losses))]
    public void A_loss_refuses_targets_of_another_shape(string name)
    {
        using var scope = Tape.Scope();
        var loss = LossCase.All[name];
        List<Tensor> inputs = [.. loss.Inputs.Select(input => TorchLosses.Input("ordinary", input, 0..2))];
        var last = TorchLosses.Input("ordinary", loss.Inputs[^1], 0..3);
        foreach (var wrong in (Tensor[])[last, last[0]])
        {
            var error = Assert.Throws<ShapeMismatchException>(() => loss.Run(LossReduction.None, [.. inputs.SkipLast(1), wrong], null));
            Assert.NotEmpty(error.Operation);
            Assert.Equal(wrong.Shape.ToString(), error.Actual);
            Assert.Matches(@"^(target|labels|negative|distribution|variance|weights)\w* \[2(, 11)?\]", error.Expected);
        }
    }

    [Fact]
    public void Everything_that_takes_arguments_is_there()
    {
        var sections = TrainingCatalogue.Sections.Where(section => section.Title is "Layers" or "Regularizers" or "Constraints on weights" or "Gradient transforms");
        var tested = Mistakes.Select(mistake => mistake.Class).Concat(Tolerant).ToHashSet();
        var losses = LossCase.All.Values.Select(loss => loss.Loss).Where(loss => loss.GetConstructors()[0].GetParameters().Length > 0);
        Assert.Subset(tested, losses.ToHashSet());
        Assert.Subset(tested, sections.SelectMany(section => section.Entries).Select(entry => (Type)entry.Member).ToHashSet());
        var gates = OpRegistry.BinaryOps.Where(op => op.Info.Category == OpCategory.Gate).Select(op => typeof(Gate<>).MakeGenericType(op.Type));
        Assert.Subset(tested, gates.ToHashSet());
    }
}
