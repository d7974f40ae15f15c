using GpuNet.TestKit;

namespace GpuNet.Models.Tests.Losses;

/// <summary>
/// Every loss against PyTorch's losses and gradients of two orders in double precision, at ordinary numbers and at every kind of
/// edge (make_losses.py made the file); against central differences; and with NaN where backward does not look.
/// </summary>
public sealed class LossTests
{
    private const int Rows = 20;

    /// <summary>Losses of which torch 1.13 has no second derivatives; differences hold them.</summary>
    private static readonly string[] WithoutSecondInTorch = ["multi_margin", "multi_margin_options", "multi_label_margin"];

    /// <summary>Where a loss, given torch's and ours, differs from torch's, and why.</summary>
    private static readonly Dictionary<string, (Func<double, double, bool> At, string Why)> Deviations = new()
    {
        ["bce_with_logits"] = (TorchHasNoneOrCancels, "torch takes infinity from infinity, or multiplies it by 0; or takes large numbers from each other"),
        ["bce_with_logits_positive"] = (TorchHasNoneOrCancels, "the same"),
        ["bce_with_logits_weight"] = (TorchHasNoneOrCancels, "the same"),
        ["multi_label_soft_margin"] = (TorchHasNone, "the same"),
        ["focal"] = (TorchHasNone, "the same"),
        ["kl"] = (TorchHasNone, "a target of 0 costs nothing; torch multiplies it by infinity"),
        ["soft_margin"] = ((torch, ours) => double.IsPositiveInfinity(torch) && ours > 700, "torch's exponential overflows"),
        ["multi_margin"] = (WeHaveNone, "torch leaves out what is NaN; here the row's loss is"),
        ["multi_margin_options"] = (WeHaveNone, "the same"),
        ["multi_label_margin"] = (WeHaveNone, "the same"),
        ["triplet_margin"] = (MarginIsLost, "torch adds the margin to a large distance, where it is lost"),
        ["triplet_margin_1"] = (MarginIsLost, "the same"),
        ["triplet_margin_swap"] = ((torch, ours) => torch == 0 && ours == 2, "the same"),
        ["triplet_margin_3"] = (MarginIsLost, "the same"),
    };

    /// <summary>
    /// Losses of which torch has no gradient by a target of 0, or up to 1, where it takes logarithms that it does not use. There is
    /// an end of the domain, or a jump: no place for differences.
    /// </summary>
    private static readonly string[] WithoutGradientByAllTargetsInTorch = ["kl", "poisson_full"];

    public static TheoryData<string, string> SetsAndNames
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var name in LossCase.All.Keys)
            {
                data.Add("ordinary", name);
                data.Add("edges", name);
            }
            return data;
        }
    }

    public static TheoryData<string> Names => [.. LossCase.All.Keys];

    [Theory, MemberData(nameof(SetsAndNames))]
    public void Losses_and_gradients_of_two_orders_are_torchs(string set, string name)
    {
        using var scope = Tape.Scope();
        var loss = LossCase.All[name];
        var torch = TorchLosses.Numbers($"{set}.{name}.losses");
        var losses = loss.Run(LossReduction.None, Inputs(loss, set), null);
        var ours = losses.ToArray<double>();
        bool Differs(int i) => Deviations.TryGetValue(name, out var deviation) && deviation.At(torch[i], ours[i]);
        AssertNear($"{set}.{name}.losses", losses, i => !Differs(i));

        var inputs = Inputs(loss, set);
        Tensor[] leaves = [.. inputs.Take(loss.Differentiable)];
        double[][] values = [.. leaves.Select(leaf => leaf.ToArray<double>())];
        // An element's loss is its own, or its row's. Where there is none, gradients mean nothing.
        int LossOf(int element) => ours.Length == inputs[0].Count ? element : element / TorchLosses.Columns;
        var mean = loss.Run(LossReduction.Mean, inputs, null);
        if (double.IsFinite(ours.Sum())) AssertNear($"{set}.{name}.mean", mean);
        mean.Backward();
        for (var k = 0; k < leaves.Length; k++)
        {
            AssertNear(
                $"{set}.{name}.gradient{k}", leaves[k].Grad!,
                i => !double.IsNaN(torch[LossOf(i)]) && !Differs(LossOf(i)) && !IsTargetWithoutGradient(k, name, values[k][i])
                    && !IsLabelOfInfinity(k, i));
        }

        Assert.Equal(WithoutSecondInTorch.Contains(name), !TorchLosses.Has($"{set}.{name}.second0"));
        if (WithoutSecondInTorch.Contains(name)) return;
        losses = loss.Run(LossReduction.None, inputs, null);
        var first = Gradient.Of(losses, leaves, Weights(losses), createGraph: true);
        var sum = first.Select(gradient => (gradient * Weights(gradient)).Sum()).Aggregate((a, b) => a + b);
        var second = sum.RequiresGrad ? Gradient.Of(sum, leaves) : [.. leaves.Select(Tensor.ZerosLike)];
        // Infinite inputs have no slopes to speak of.
        var infinite = Enumerable.Range(0, leaves[0].Count).Where(i => values.Any(x => !double.IsFinite(x[i]))).Select(LossOf).ToHashSet();
        for (var k = 0; k < leaves.Length; k++)
            AssertNear(
                $"{set}.{name}.second{k}", second[k],
                i => double.IsFinite(torch[LossOf(i)]) && !infinite.Contains(LossOf(i)) && !Differs(LossOf(i)) && !Clamped(i)
                    && !IsTargetWithoutGradient(1, name, values[^1][i]));

        // The label's gradient is the output where the margin is lost, else 0, which torch multiplies by the output.
        bool IsLabelOfInfinity(int input, int i) => name == "hinge" && input == 1 && ours[i] == 0 && double.IsInfinity(values[0][i]);

        // Near 0 and 1 the divisor of the gradient of bce is the least there may be, a constant; in torch it has a derivative, too.
        bool Clamped(int i) => name is "bce" or "bce_weight" && values[0][i] * (1 - values[0][i]) < 1e-9;
    }

    private static bool IsTargetWithoutGradient(int input, string name, double target) =>
        input == 1 && target <= 0 && WithoutGradientByAllTargetsInTorch.Contains(name);

    [Fact]
    public void Losses_at_infinite_logits_are_their_limits()
    {
        using var scope = Tape.Scope();
        var infinity = double.PositiveInfinity;
        var logits = Tensor.From<double>([infinity, infinity, -infinity, -infinity, infinity, -infinity], [6, 1], Device.Cpu);
        var targets = Tensor.From<double>([1, 0, 1, 0, 0.5, 0.5], [6, 1], Device.Cpu);
        double[] limits = [0, infinity, infinity, 0, infinity, infinity];
        Assert.Equal(limits, new BinaryCrossEntropyWithLogitsLoss { Reduction = LossReduction.None }.Forward(logits, targets).ToArray<double>());
        Assert.Equal(limits[..4], new FocalLoss { Reduction = LossReduction.None }.Forward(logits[..4], targets[..4]).ToArray<double>());
        Assert.Equal(
            [0, infinity],
            new SoftMarginLoss { Reduction = LossReduction.None }.Forward(logits[..2], Tensor.From<double>([1, -1], [2, 1], Device.Cpu)).ToArray<double>());
    }

    private static bool TorchHasNone(double torch, double ours) => double.IsNaN(torch) && !double.IsNaN(ours);

    private static bool TorchHasNoneOrCancels(double torch, double ours) =>
        TorchHasNone(torch, ours) || (torch == 0 && ours is > 0 and < 0.1);

    private static bool WeHaveNone(double torch, double ours) => double.IsNaN(ours) && !double.IsNaN(torch);

    private static bool MarginIsLost(double torch, double ours) => torch == 0 && ours == 1;

    [Theory, MemberData(nameof(Names))]
    public void Gradients_of_two_orders_agree_with_central_differences(string name)
    {
        using var scope = Tape.Scope();
        var loss = LossCase.All[name];
        var inputs = Inputs(loss, "ordinary", 3..5);
        if (WithoutGradientByAllTargetsInTorch.Contains(name)) inputs[1].RequiresGrad = false;
        var worst = GradientCheck.Compare(x => loss.Run(LossReduction.None, x, null), inputs);
        Assert.True(worst.Error <= 1e-7, $"{name}: {worst}");
        worst = GradientCheck.CompareSecond(x => loss.Run(LossReduction.None, x, null), inputs);
        Assert.True(worst.Error <= 1e-6, $"{name}, second order: {worst}");
    }

    [Theory, MemberData(nameof(SetsAndNames))]
    public void What_backward_does_not_need_may_become_nan(string set, string name)
    {
        var loss = LossCase.All[name];
        Poison.AssertHarmless(() => Inputs(loss, set), x => loss.Run(LossReduction.None, x, null));
    }

    [Fact]
    public void Every_loss_has_a_reference()
    {
        var losses = TrainingCatalogue.Sections.Single(section => section.Title.StartsWith("Losses", StringComparison.Ordinal)).Entries;
        var missing = losses.Select(entry => entry.Member.Name).Except(LossCase.All.Values.Select(loss => loss.Loss.Name)).ToList();
        Assert.True(missing.Count == 0, $"add a line to make_losses.py, run it, and add one to LossCase, for {string.Join(", ", missing)}");
    }

    /// <summary>The numbers that an input may hold; torch refuses others, or the loss has no meaning there.</summary>
    private static readonly Dictionary<string, (double Low, double High, bool OrNan)> Domains = new()
    {
        ["scores"] = (double.NegativeInfinity, double.PositiveInfinity, true),
        ["small"] = (double.NegativeInfinity, double.PositiveInfinity, true),
        ["masked_scores"] = (double.NegativeInfinity, double.MaxValue, false),
        ["other"] = (double.NegativeInfinity, double.PositiveInfinity, true),
        ["targets"] = (double.NegativeInfinity, double.PositiveInfinity, true),
        ["log_probabilities"] = (double.NegativeInfinity, 0, true),
        ["rates"] = (0, double.PositiveInfinity, true),
        ["variance"] = (0, double.PositiveInfinity, true),
        ["unit"] = (0, 1, false),
        ["probabilities"] = (0, 1, false),
        ["target_log_probabilities"] = (double.NegativeInfinity, 0, false),
        ["counts"] = (0, double.PositiveInfinity, true),
    };

    [Theory, MemberData(nameof(Names))]
    public void A_loss_is_compared_at_200_inputs_and_every_edge_of_its_domain(string name)
    {
        var loss = LossCase.All[name];
        // Signs are -1 and 1, and nothing between.
        foreach (var input in loss.Inputs.Take(loss.Differentiable).Where(input => input != "signs"))
        {
            double[] values = [.. TorchLosses.Numbers($"ordinary.{input}"), .. TorchLosses.Numbers($"edges.{input}")];
            Assert.True(values.Length >= 200);
            var (low, high, orNan) = Domains[input];
            double[] edges = [0, -0.0, 1e-45f, -1e-45f, 3e38f, -3e38f, double.PositiveInfinity, double.NegativeInfinity];
            foreach (var edge in edges.Where(edge => edge >= low && edge <= high)) Assert.Contains(edge, values);
            Assert.Equal(orNan, values.Any(double.IsNaN));
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Every_reduction_with_and_without_sample_weights_is_what_torchs_losses_make(string name)
    {
        using var scope = Tape.Scope();
        var loss = LossCase.All[name];
        var torch = TorchLosses.Numbers($"ordinary.{name}.losses");
        var columns = torch.Length / Rows;
        double[] weighted = [.. torch.Select((value, i) => value * RowWeight(i / columns))];
        // torch divides by the number of losses, or by the weights of the labels.
        var divisor = torch.Sum() / TorchLosses.Numbers($"ordinary.{name}.mean")[0];
        foreach (var (losses, weights) in new[] { (torch, null), (weighted, RowWeights()) })
        {
            AssertNear(losses, Run(LossReduction.None), "none");
            AssertNear([losses.Sum()], Run(LossReduction.Sum), "sum");
            AssertNear([losses.Sum() / Rows], Run(LossReduction.BatchMean), "batch mean");
            AssertNear([losses.Sum() / divisor], Run(LossReduction.Mean), "mean");
            Tensor Run(LossReduction reduction) => loss.Run(reduction, Inputs(loss, "ordinary"), weights);
        }

        var inputs = Inputs(loss, "ordinary");
        loss.Run(LossReduction.Sum, inputs, RowWeights()).Backward();
        for (var k = 0; k < loss.Differentiable; k++)
        {
            var values = inputs[k].ToArray<double>();
            AssertNear(
                TorchLosses.Numbers($"ordinary.{name}.sampled{k}"), inputs[k].Grad!, $"gradient {k} of weighted rows",
                i => !IsTargetWithoutGradient(k, name, values[i]));
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void A_batch_may_have_one_row_or_none(string name)
    {
        using var scope = Tape.Scope();
        var loss = LossCase.All[name];
        var torch = TorchLosses.Numbers($"ordinary.{name}.losses");
        AssertNear(torch[..(torch.Length / Rows)], loss.Run(LossReduction.None, Inputs(loss, "ordinary", ..1), null), "one row");

        // As torch has it: the mean of nothing is no number, its sum is 0.
        var inputs = Inputs(loss, "ordinary", ..0);
        Assert.Equal(0, loss.Run(LossReduction.None, inputs, null).Count);
        Assert.Equal(0, loss.Run(LossReduction.Sum, inputs, null).Item());
        var mean = loss.Run(LossReduction.Mean, inputs, null);
        Assert.Equal(double.NaN, mean.Item());
        mean.Backward();
        Assert.All(inputs.Take(loss.Differentiable), input => Assert.Equal(0, input.Grad?.Count ?? 0));
    }

    [Theory, MemberData(nameof(Names))]
    public void Singles_are_near_and_have_the_same_bits_on_every_device(string name)
    {
        var loss = LossCase.All[name];
        var mean = TorchLosses.Numbers($"ordinary.{name}.mean")[0];
        Parity.AssertOnAllDevices(device =>
        {
            using var scope = Tape.Scope();
            List<Tensor> inputs = [.. loss.Inputs.Select(input => OnDevice(TorchLosses.Input("ordinary", input)))];
            foreach (var leaf in inputs.Take(loss.Differentiable)) leaf.RequiresGrad = true;
            var value = loss.Run(LossReduction.Mean, inputs, null);
            value.Backward();
            Assert.Equal(mean, value.Item(), 1e-5 * (1 + Math.Abs(mean)));
            return [(float)value.Item(), .. inputs.Take(loss.Differentiable).SelectMany(leaf => leaf.Grad!.ToArray())];

            Tensor OnDevice(Tensor x) => (x.DType == DType.Int32 ? x : x.To(DType.Float32)).To(device);
        });
    }

    [Fact]
    public void Losses_of_16_bit_outputs_and_labels_are_those_of_singles_rounded()
    {
        using var scope = Tape.Scope();
        var x = TorchLosses.Input("ordinary", "scores").To(DType.BFloat16);
        var labels = TorchLosses.Input("ordinary", "ignoring");
        foreach (var loss in (Loss[])[new CrossEntropyLoss { LabelSmoothing = 0.1, IgnoredLabel = -100 }, new NegativeLogLikelihoodLoss { IgnoredLabel = -100 }])
        {
            var expected = loss.Forward(x.To(DType.Float32), labels).Item();
            var actual = loss.Forward(x, labels);
            Assert.Equal(DType.BFloat16, actual.DType);
            Assert.Equal(expected, actual.Item(), 0.02 * (1 + Math.Abs(expected)));
        }
    }

    [Fact]
    public void A_label_that_is_no_class_shows()
    {
        using var scope = Tape.Scope();
        var x = Tensor.From<float>([1f, 2f, 3f, 4f], [2, 2], Device.Cpu);
        var labels = Tensor.From<int>([0, 2], Device.Cpu);
        foreach (var loss in (Loss[])[new CrossEntropyLoss(), new CrossEntropyLoss { LabelSmoothing = 0.1 }, new NegativeLogLikelihoodLoss()])
            Assert.Equal(2, Assert.Throws<InvalidIndexException>(() => loss.Forward(x, labels).Item()).Index);
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
        Assert.Contains("sampleWeights", error.Message);
        Assert.Contains("[2]", error.Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new HuberLoss(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new QuantileLoss(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CrossEntropyLoss { LabelSmoothing = 2 });
        Assert.Throws<ShapeMismatchException>(() => new MultiMarginLoss().Forward(x, Tensor.From<int>([0], Device.Cpu)));
        Assert.Throws<ShapeMismatchException>(() => Functional.CosineSimilarity(x, x.Reshape(6)));
    }

    /// <summary>The script's weights of rows for what it calls sampled.</summary>
    private static double RowWeight(int row) => row % 3 * 0.5;

    private static Tensor RowWeights() => Tensor.From<double>([.. Enumerable.Range(0, Rows).Select(RowWeight)], Device.Cpu);

    private static List<Tensor> Inputs(LossCase loss, string set, Range? rows = null)
    {
        List<Tensor> inputs = [.. loss.Inputs.Select(name => TorchLosses.Input(set, name, rows))];
        foreach (var leaf in inputs.Take(loss.Differentiable)) leaf.RequiresGrad = true;
        return inputs;
    }

    /// <summary>What gradients are weighted by to get gradients of them: the script's weights(n).</summary>
    private static Tensor Weights(Tensor like) => Tensor.From<double>(
        [.. Enumerable.Range(0, like.Count).Select(k => 0.5 + k * 0.6180339887498949 % 1.0)], like.Shape, like.Device);

    private static void AssertNear(string key, Tensor actual, Func<int, bool>? at = null) =>
        AssertNear(TorchLosses.Numbers(key), actual, key, at);

    private static void AssertNear(double[] expected, Tensor actual, string name, Func<int, bool>? at = null)
    {
        var values = actual.ToArray<double>();
        Assert.Equal(expected.Length, values.Length);
        var wrong = Enumerable.Range(0, values.Length).Where(i => at is null || at(i)).Where(i => !expected[i].Equals(values[i])
            && !(double.IsFinite(expected[i]) && Math.Abs(values[i] - expected[i]) <= 1e-11 * (1 + Math.Abs(expected[i])))).ToList();
        Assert.True(wrong.Count == 0, $"{name}: {wrong.Count} of {values.Length}: " + string.Join("; ", wrong.Take(5).Select(i => $"[{i}] expected {expected[i]:R}, got {values[i]:R}")));
    }
}
