using GpuNet.TestKit;

namespace GpuNet.Models.Tests.Optimizers;

/// <summary>Clipping and noise against their formulas in double precision.</summary>
public sealed class GradientTransformTests
{
    private static readonly float[][] Gradients =
        [Samples.Uniform(7, seed: 1), Samples.Uniform(40, seed: 2, low: -0.1, high: 0.1), Samples.Uniform(20_000, seed: 3), new float[3]];

    [Fact]
    public void Values_are_bounded() => AssertTransformed(new ClipByValue(0.5), g => [.. g.Select(group => group.Select(tensor =>
        tensor.Select(value => Math.Clamp((double)value, -0.5, 0.5)).ToArray()).ToArray())]);

    [Fact]
    public void Norms_are_bounded_tensor_by_tensor() => AssertTransformed(new ClipByNorm(1.5), g => [.. g.Select(group =>
        group.Select(tensor => Scaled(tensor, Norm(tensor), 1.5)).ToArray())]);

    [Fact]
    public void The_norm_of_everything_is_bounded() => AssertTransformed(new ClipByGlobalNorm(2), g =>
    {
        double norm = Math.Sqrt(g.Sum(group => group.Sum(tensor => Math.Pow(Norm(tensor), 2))));
        return [.. g.Select(group => group.Select(tensor => Scaled(tensor, norm, 2)).ToArray())];
    });

    [Fact]
    public void A_norm_below_the_limit_stays() => AssertTransformed(new ClipByGlobalNorm(1e6), g => [.. g.Select(group =>
        group.Select(tensor => Array.ConvertAll(tensor, value => (double)value)).ToArray())]);

    [Fact]
    public void Noise_has_the_papers_variance_and_falls()
    {
        double[] deviations = new double[3];
        Parity.AssertOnAllDevices(device =>
        {
            var (optimizer, parameters) = NewOptimizer(device);
            optimizer.GradientTransforms = [new GradientNoise(eta: 0.3, gamma: 0.55, seed: 4)];
            List<float> noise = [];
            for (int t = 0; t < 3; t++)
            {
                float[] added = Step(optimizer, parameters)[0][2].Zip(Gradients[2], (after, before) => after - before).ToArray();
                noise.AddRange(added);
                deviations[t] = Math.Sqrt(added.Average(value => (double)value * value));
            }

            return [.. noise];
        });
        for (int t = 0; t < 3; t++)
        {
            double expected = Math.Sqrt(0.3 / Math.Pow(1 + t, 0.55));
            Assert.InRange(deviations[t], expected * (1 - 5.0 / 200), expected * (1 + 5.0 / 200)); // 20,000 draws, five standard errors
        }
    }

    [Fact]
    public void Every_transform_is_tested_and_bad_limits_are_named()
    {
        Assert.Equal(
            ["clip_by_global_norm", "clip_by_norm", "clip_by_value", "gradient_noise"],
            CatalogueEntry.Of(typeof(GradientTransform)).Select(entry => entry.Name));
        Assert.Equal("limit", Assert.Throws<ArgumentOutOfRangeException>(() => new ClipByValue(0)).ParamName);
        Assert.Equal("limit", Assert.Throws<ArgumentOutOfRangeException>(() => new ClipByNorm(double.NaN)).ParamName);
        Assert.Equal("limit", Assert.Throws<ArgumentOutOfRangeException>(() => new ClipByGlobalNorm(-1)).ParamName);
        Assert.Equal("eta", Assert.Throws<ArgumentOutOfRangeException>(() => new GradientNoise(-1)).ParamName);
    }

    private static void AssertTransformed(GradientTransform transform, Func<float[][][], double[][][]> reference)
    {
        double[] expected = [.. reference([Gradients, [Gradients[1]]]).SelectMany(group => group.SelectMany(tensor => tensor))];
        Parity.AssertOnAllDevices(device =>
        {
            var (optimizer, parameters) = NewOptimizer(device);
            optimizer.GradientTransforms = [transform];
            float[] actual = [.. Step(optimizer, parameters).SelectMany(group => group.SelectMany(tensor => tensor))];
            Near.AssertWithin(2e-6, 1e-7, expected, actual);
            return actual;
        });
    }

    /// <summary>Two groups, whose gradients are given by linear losses; the step itself moves next to nothing.</summary>
    private static (Optimizer Optimizer, Tensor[][] Parameters) NewOptimizer(Device device)
    {
        Tensor[][] parameters = [[.. Gradients.Select(values => Parameter(values.Length))], [Parameter(Gradients[1].Length)]];
        var optimizer = new Sgd(parameters[0], learningRate: 1e-30);
        optimizer.AddGroup(parameters[1]);
        return (optimizer, parameters);

        Tensor Parameter(int length)
        {
            var parameter = Tensor.Zeros([length], device: device).Keep();
            parameter.RequiresGrad = true;
            return parameter;
        }
    }

    private static float[][][] Step(Optimizer optimizer, Tensor[][] parameters)
    {
        using var scope = Tape.Scope();
        optimizer.ZeroGrad();
        foreach (var (tensor, values) in parameters[0].Zip(Gradients).Append((parameters[1][0], Gradients[1])))
            (tensor * Tensor.From<float>(values, tensor.Device)).Sum().Backward();
        optimizer.Step();
        return [.. parameters.Select(group => group.Select(tensor => tensor.Grad!.ToArray()).ToArray())];
    }

    private static double Norm(float[] values) => Math.Sqrt(values.Sum(value => (double)value * value));

    private static double[] Scaled(float[] values, double norm, double limit) =>
        Array.ConvertAll(values, value => value * Math.Min(1, limit / (norm + 1e-6)));
}
