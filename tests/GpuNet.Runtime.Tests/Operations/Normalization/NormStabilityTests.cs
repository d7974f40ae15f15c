using GpuNet.TestKit;

namespace GpuNet.Runtime.Tests.Operations;

/// <summary>
/// Normalization of numbers far from 0 that lie close together, with gradients, against its definition in double precision:
/// differences from the mean are what counts, and keep their digits.
/// </summary>
public class NormStabilityTests
{
    private const int Rows = 96, Columns = 80;
    private const double Epsilon = 1e-5;

    /// <summary>How each normalization cuts [rows, columns] into what is normalized together, and calls for it.</summary>
    private static readonly Dictionary<string, (Func<int, int> SetOf, Func<Tensor, Tensor, Tensor, Tensor> Run)> Norms = new()
    {
        ["batch"] = (i => i % Columns, (x, w, b) => Functional.BatchNorm(x, w, b, null, null, training: true, epsilon: Epsilon)),
        ["layer"] = (i => i / Columns, (x, w, b) => Functional.LayerNorm(x, [Columns], w, b, Epsilon)),
        ["group"] = (i => i / 20, (x, w, b) => Functional.GroupNorm(x, Columns / 20, w, b, Epsilon)),
        ["one group"] = (i => i / Columns, (x, w, b) => Functional.GroupNorm(x, 1, w, b, Epsilon)),
        ["rms"] = (i => i / Columns, (x, w, b) => Functional.RmsNorm(x, [Columns], w, Epsilon) + b),
    };

    public static TheoryData<string, double, double> Cases => new(
        from norm in Norms.Keys
        from data in new[] { (1e6, 1e-2), (1e6, 1), (1e4, 1e-2), (-1e6, 1e3) }
        select (norm, data.Item1, data.Item2));

    [Theory, MemberData(nameof(Cases))]
    public void Singles_keep_their_digits_far_from_zero(string norm, double mean, double spread) => Parity.AssertOnAllDevices(device =>
    {
        var (x, dy, weight, bias) = Data(mean, spread);
        float[] singles = Array.ConvertAll(x, v => (float)v);
        var expected = Definition(norm, Samples.Widen(singles), dy, weight, bias, center: mean);
        using var scope = Tape.Scope();
        var leaves = new[] { Leaf(singles, [Rows, Columns]), Leaf(Single(weight), [Columns]), Leaf(Single(bias), [Columns]) };
        var y = Norms[norm].Run(leaves[0], leaves[1], leaves[2]);
        y.Backward(Tensor.From<float>(Single(dy), [Rows, Columns], device));
        float[][] actual = [y.ToArray(), .. leaves.Select(leaf => leaf.Grad!.ToArray())];
        for (var i = 0; i < actual.Length; i++)
            Near.AssertWithin(1e-5, 1e-5 * expected[i].Max(Math.Abs), expected[i], actual[i]);
        return [.. actual.SelectMany(values => values)];

        Tensor Leaf(float[] values, Shape shape)
        {
            var leaf = Tensor.From<float>(values, shape, device);
            leaf.RequiresGrad = true;
            return leaf;
        }
    });

    [Theory, MemberData(nameof(Cases))]
    public void Doubles_keep_their_digits_far_from_zero(string norm, double mean, double spread)
    {
        var (x, dy, weight, bias) = Data(mean, spread);
        var expected = Definition(norm, x, dy, weight, bias, center: mean);
        using var scope = Tape.Scope();
        var leaves = new[] { Leaf(x, [Rows, Columns]), Leaf(weight, [Columns]), Leaf(bias, [Columns]) };
        var y = Norms[norm].Run(leaves[0], leaves[1], leaves[2]);
        y.Backward(Tensor.From<double>(dy, [Rows, Columns], Device.Cpu));
        double[][] actual = [y.ToArray<double>(), .. leaves.Select(leaf => leaf.Grad!.ToArray<double>())];
        for (var i = 0; i < actual.Length; i++)
            Near.AssertWithin(1e-13, 1e-13 * expected[i].Max(Math.Abs), expected[i], actual[i]);

        static Tensor Leaf(double[] values, Shape shape)
        {
            var leaf = Tensor.From<double>(values, shape, Device.Cpu);
            leaf.RequiresGrad = true;
            return leaf;
        }
    }

    private static (double[] X, double[] Dy, double[] Weight, double[] Bias) Data(double mean, double spread) => (
        [.. Samples.UniformDoubles(Rows * Columns, seed: 1, -1, 1).Zip(Samples.UniformDoubles(Rows * Columns, seed: 2, -1, 1),
            (a, b) => mean + spread * (a + b + a * b * b))],
        Samples.Widen(Samples.Uniform(Rows * Columns, seed: 3)), Samples.Widen(Samples.Uniform(Columns, seed: 4)),
        Samples.Widen(Samples.Uniform(Columns, seed: 5)));

    /// <summary>
    /// Output and gradients by input, weight and bias, as they are defined. All numbers are seen from <paramref name="center"/>, from
    /// where double precision has digits to spare.
    /// </summary>
    private static double[][] Definition(string norm, double[] x, double[] dy, double[] weight, double[] bias, double center)
    {
        var (y, dx, dWeight, dBias) = (new double[x.Length], new double[x.Length], new double[Columns], new double[Columns]);
        foreach (var set in Enumerable.Range(0, x.Length).GroupBy(Norms[norm].SetOf))
        {
            int[] members = [.. set];
            var mean = members.Average(i => x[i] - center);
            double Distance(int i) => norm == "rms" ? x[i] : x[i] - center - mean;
            var scale = 1 / Math.Sqrt(members.Average(i => Distance(i) * Distance(i)) + Epsilon);
            double Normalized(int i) => Distance(i) * scale;
            double Term(int i) => dy[i] * weight[i % Columns];
            var meanOfTerms = norm == "rms" ? 0 : members.Average(Term);
            var meanOfProducts = members.Average(i => Term(i) * Normalized(i));
            foreach (var i in members)
            {
                y[i] = Normalized(i) * weight[i % Columns] + bias[i % Columns];
                dx[i] = (Term(i) - meanOfTerms - Normalized(i) * meanOfProducts) * scale;
                dWeight[i % Columns] += dy[i] * Normalized(i);
                dBias[i % Columns] += dy[i];
            }
        }
        return [y, dx, dWeight, dBias];
    }

    private static float[] Single(double[] values) => Array.ConvertAll(values, v => (float)v);
}
