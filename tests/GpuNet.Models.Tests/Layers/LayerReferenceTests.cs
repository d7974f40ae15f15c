using GpuNet.Kernels;
using GpuNet.TestKit;

namespace GpuNet.Models.Tests.Layers;

/// <summary>
/// Every layer against PyTorch's outputs and gradients of two orders in double precision, at ordinary numbers and at every kind of
/// edge (make_layers.py made the file); against central differences; with NaN where backward does not look; and in single precision,
/// to the same bits, on every device.
/// </summary>
public sealed class LayerReferenceTests
{
    /// <summary>Where a layer's outputs or gradients, given which, torch's number and ours, differ from torch, and why.</summary>
    private static readonly Dictionary<string, (Func<string, double, double, bool> At, string Why)> Deviations = new()
    {
        ["dropout"] = ((_, torch, ours) => double.IsNaN(torch) && ours == 0, "what is dropped is 0; torch multiplies it by 0"),
        ["alpha_dropout"] = ((_, torch, ours) => double.IsNaN(torch) && Math.Abs(ours + 1.0595481589864801) < 1e-12, "the same"),
        ["bilinear"] = (NeitherIsFinite, "infinities of both signs meet earlier or later"),
        ["bilinear_without_bias"] = (NeitherIsFinite, "the same"),
        ["embedding_scaled"] = ((key, _, _) => key.Contains(".dd.", StringComparison.Ordinal), "torch's second derivative forgets the scale"),
        ["sparsemax"] = ((key, _, ours) => key == "infinite.sparsemax.d.x" && ours == 0, "what is NaN is not in the support"),
    };

    public static TheoryData<string, string> SetsAndNames =>
        new(LayerCase.All.Keys.SelectMany(name => TorchLayers.Sets.Select(set => (set, name))));

    public static TheoryData<string> Names => [.. LayerCase.All.Keys];

    public static TheoryData<string> NamesToDifferentiate => [.. LayerCase.All.Keys.Where(IsSmall)];

    [Theory, MemberData(nameof(SetsAndNames))]
    public void Outputs_and_gradients_of_two_orders_are_torchs(string set, string name)
    {
        using var scope = Tape.Scope();
        var (layerCase, key) = (LayerCase.All[name], $"{set}.{name}");
        var layer = layerCase.Load(key, DType.Float64, Device.Cpu);
        var inputs = layerCase.InputsOf(key, DType.Float64, Device.Cpu);
        var y = layerCase.Run(layer, inputs);
        AssertNear(name, $"{key}.y", y);
        foreach (var (changed, tensor) in layer.NamedBuffers.Concat(layer.NamedParameters))
        {
            if (TorchLayers.Stored.Has($"{key}.after.{changed}")) AssertNear(name, $"{key}.after.{changed}", tensor);
        }

        (string Name, Tensor Tensor)[] named = [.. layerCase.Inputs.Select(input => input.Name).Zip(inputs), .. layer.NamedParameters];
        Tensor[] leaves = [.. named.Select(leaf => leaf.Tensor)];
        y.Backward(NumberArchive.Weights(y));
        foreach (var (leaf, tensor) in named) AssertNear(name, $"{key}.d.{leaf}", tensor.Grad!);
        if (set == "infinite") return; // has no slopes to speak of

        layer = layerCase.Load(key, DType.Float64, Device.Cpu);
        leaves = [.. inputs, .. layer.Parameters];
        var flowing = NumberArchive.Weights(y);
        flowing.RequiresGrad = true;
        var first = Gradient.Of(layerCase.Run(layer, inputs), leaves, flowing, createGraph: true);
        var sum = first.Select(gradient => (gradient * NumberArchive.Weights(gradient)).Sum()).Aggregate((a, b) => a + b);
        var second = Gradient.Of(sum, [flowing, .. leaves]);
        foreach (var (leaf, gradient) in named.Select(leaf => leaf.Name).Prepend("y").Zip(second))
            AssertNear(name, $"{key}.dd.{leaf}", gradient);
    }

    [Theory, MemberData(nameof(Names))]
    public void Singles_are_near_and_have_the_same_bits_on_every_device(string name) => Parity.AssertOnAllDevices(device =>
    {
        using var scope = Tape.Scope();
        var (layerCase, key) = (LayerCase.All[name], $"ordinary.{name}");
        var layer = layerCase.Load(key, DType.Float32, device);
        var inputs = layerCase.InputsOf(key, DType.Float32, device);
        var y = layerCase.Run(layer, inputs);
        y.Backward(NumberArchive.Weights(y));
        List<float> all = [.. Checked($"{key}.y", y)];
        foreach (var (input, tensor) in layerCase.Inputs.Zip(inputs)) all.AddRange(Checked($"{key}.d.{input.Name}", tensor.Grad!));
        foreach (var (parameter, tensor) in layer.NamedParameters) all.AddRange(Checked($"{key}.d.{parameter}", tensor.Grad!));
        foreach (var (buffer, tensor) in layer.NamedBuffers) all.AddRange(Checked($"{key}.after.{buffer}", tensor));
        return [.. all];

        float[] Checked(string stored, Tensor actual)
        {
            double[] expected = TorchLayers.Stored[stored];
            var bound = layerCase.SinglePrecision * Math.Max(1, expected.Max(Math.Abs)) / 4;
            Near.AssertWithin(layerCase.SinglePrecision, bound, expected, actual.ToArray());
            return actual.ToArray();
        }
    });

    [Theory, MemberData(nameof(NamesToDifferentiate))]
    public void Gradients_of_two_orders_agree_with_central_differences(string name)
    {
        using var scope = Tape.Scope();
        var layerCase = LayerCase.All[name];
        var (kept, inputs) = FewRows(layerCase, name);
        // Layers of random numbers draw the same ones when they are made again.
        Tensor Run(IReadOnlyList<Tensor> x) =>
            layerCase.Run(kept.Parameters.Any() ? kept : layerCase.Load($"ordinary.{name}", DType.Float64, Device.Cpu), x);
        Tensor[] leaves = [.. inputs, .. kept.Parameters];
        var worst = GradientCheck.Compare(Run, leaves);
        Assert.True(worst.Error <= 1e-7, $"{name}: {worst}");
        worst = GradientCheck.CompareSecond(Run, leaves);
        Assert.True(worst.Error <= 1e-6, $"{name}, second order: {worst}");
    }

    [Theory, MemberData(nameof(Names))]
    public void What_backward_does_not_need_may_become_nan(string name)
    {
        var layerCase = LayerCase.All[name];
        Module? layer = null;
        Poison.AssertHarmless(
            () =>
            {
                (layer, var inputs) = FewRows(layerCase, name);
                return [.. inputs, .. layer.Parameters, .. layer.NamedBuffers.Select(buffer => buffer.Tensor)];
            },
            x => layerCase.Run(layer!, x));
    }

    [Fact]
    public void Every_layer_has_a_reference()
    {
        var catalogued = TrainingCatalogue.Sections.Single(section => section.Title == "Layers").Entries.Select(entry => (Type)entry.Member);
        // The elementwise activations are held to torch op by op.
        var gates = OpRegistry.BinaryOps.Where(op => op.Info.Category == OpCategory.Gate).Select(op => typeof(Gate<>).MakeGenericType(op.Type));
        var expected = catalogued.Concat(gates).OrderBy(type => type.ToString()).ToList();
        Assert.Equal(expected, LayerCase.All.Values.Select(layerCase => layerCase.Layer).Distinct().OrderBy(type => type.ToString()));
        Assert.Equal(expected.Count, LayerCase.All.Where(pair => IsSmall(pair.Key)).Select(pair => pair.Value.Layer).Distinct().Count());
        Assert.Equal(
            LayerCase.All.Keys.Order(), TorchLayers.Stored.Names.Select(key => key.Split('.')[1]).Distinct().Order());
    }

    [Fact]
    public void A_layer_is_compared_at_200_inputs_and_every_edge()
    {
        double[] edges = [0, -0.0, 1e-45f, -1e-45f, 3e38f, -3e38f, double.PositiveInfinity, double.NegativeInfinity, double.NaN];
        foreach (var cases in LayerCase.All.GroupBy(pair => pair.Value.Layer, pair => pair))
        {
            double[] numbers =
            [
                .. from pair in cases
                   from set in TorchLayers.Sets
                   from input in pair.Value.Inputs.Length == 0 ? ["weight"] : pair.Value.Inputs.Select(input => input.Name)
                   from number in TorchLayers.Stored[$"{set}.{pair.Key}.{input}"]
                   select number,
            ];
            Assert.True(numbers.Length >= 200, $"{cases.Key.Name}: {numbers.Length}");
            foreach (var edge in edges) Assert.Contains(edge, numbers);
        }
    }

    /// <summary>Differences of passes, one for each number, take long otherwise; and say nothing where a pass changes what it reads.</summary>
    private static bool IsSmall(string name)
    {
        var layerCase = LayerCase.All[name];
        return layerCase.HasDifferences && layerCase.Inputs.Sum(input => input.Row.Aggregate(1, (a, b) => a * b)) < 70;
    }

    private static (Module Layer, List<Tensor> Inputs) FewRows(LayerCase layerCase, string name)
    {
        var key = $"ordinary.{name}";
        var inputs = layerCase.InputsOf(key, DType.Float64, Device.Cpu).ConvertAll(input => input.Detach()[..3].Clone());
        inputs.ForEach(input => input.RequiresGrad = true);
        return (layerCase.Load(key, DType.Float64, Device.Cpu), inputs);
    }

    private static bool NeitherIsFinite(string key, double torch, double ours) => !double.IsFinite(torch) && !double.IsFinite(ours);

    /// <summary>
    /// Equal, or as near as rounding the largest of them allows. What is not stored is 0.
    /// </summary>
    private static void AssertNear(string name, string key, Tensor actual)
    {
        double[] values = actual.ToArray<double>(), expected = TorchLayers.Stored.Has(key) ? TorchLayers.Stored[key] : new double[values.Length];
        Assert.Equal(expected.Length, values.Length);
        var largest = expected.Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty().Max();
        var bound = LayerCase.All[name].DoublePrecision * largest + 1e-13;
        var wrong = Enumerable.Range(0, values.Length).Where(i => !expected[i].Equals(values[i])
            && !(double.IsFinite(expected[i]) && Math.Abs(values[i] - expected[i]) <= bound)
            && !(Deviations.TryGetValue(name, out var deviation) && deviation.At(key, expected[i], values[i]))).ToList();
        Assert.True(
            wrong.Count == 0,
            $"{key}: {wrong.Count} of {values.Length}, bound {bound:G2}: "
            + string.Join("; ", wrong.Take(5).Select(i => $"[{i}] expected {expected[i]:R}, got {values[i]:R}")));
    }
}
