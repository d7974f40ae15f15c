namespace GpuNet.Models.Tests.Regularizers;

/// <summary>
/// Constraints on weights and clipping of gradients as PyTorch computes them in double precision (make_regularization.py), at ordinary
/// numbers and at every kind of edge. Neither is part of a derivative.
/// </summary>
public sealed class WeightAndGradientReferenceTests
{
    private static readonly Dictionary<string, WeightConstraint> Constraints = new()
    {
        ["max_norm"] = new MaxNorm(2.5),
        ["unit_norm"] = new UnitNorm(),
        ["non_negative"] = new NonNegative(),
        ["proximal_l1"] = new ProximalL1(0.125), // at a learning rate of 1
    };

    private static readonly Dictionary<string, GradientTransform> Clips = new()
    {
        ["clip_by_value"] = new ClipByValue(0.5),
        ["clip_by_norm"] = new ClipByNorm(1.5),
        ["clip_by_global_norm"] = new ClipByGlobalNorm(2),
    };

    public static TheoryData<string, string> ConstraintsAndSets =>
        new(from name in Constraints.Keys from set in TorchRegularization.Sets select (name, set));

    public static TheoryData<string, string> ClipsAndSets =>
        new(from name in Clips.Keys from set in TorchRegularization.Sets select (name, set));

    [Theory, MemberData(nameof(ConstraintsAndSets))]
    public void Constrained_weights_are_torchs(string name, string set)
    {
        var (optimizer, matrices) = Create(set);
        Constraints[name].Apply(optimizer.Groups[0]);
        foreach (var (shape, matrix) in TorchRegularization.Shapes.Zip(matrices))
            TorchRegularization.AssertNear($"{set}.{shape}.{name}", matrix.ToArray<double>());
    }

    [Theory, MemberData(nameof(ClipsAndSets))]
    public void Clipped_gradients_are_torchs(string name, string set)
    {
        using var scope = Tape.Scope();
        var (optimizer, matrices) = Create(set);
        optimizer.ZeroGrad();
        foreach (var matrix in matrices) (matrix * matrix.Detach().Clone()).Sum().Backward();
        Clips[name].Apply(optimizer);
        foreach (var (shape, matrix) in TorchRegularization.Shapes.Zip(matrices))
            TorchRegularization.AssertNear($"{set}.{shape}.{name}", matrix.Grad!.ToArray<double>());
    }

    [Fact]
    public void Every_constraint_and_clip_has_a_reference()
    {
        Assert.Equal(CatalogueEntry.Of(typeof(WeightConstraint)).Select(entry => entry.Name), Constraints.Keys.Order());
        // Noise is random: GradientTransformTests have its moments.
        Assert.Equal(
            CatalogueEntry.Of(typeof(GradientTransform)).Select(entry => entry.Name).Except(["gradient_noise"]), Clips.Keys.Order());
    }

    /// <summary>Both matrices of a set, and an optimizer that leaves them where they are.</summary>
    private static (Optimizer Optimizer, Tensor[] Matrices) Create(string set)
    {
        Tensor[] matrices = [.. TorchRegularization.Shapes.Select(shape => TorchRegularization.Matrix(set, shape, DType.Float64, Device.Cpu).Keep())];
        return (new Sgd(matrices, learningRate: 1), matrices);
    }
}
