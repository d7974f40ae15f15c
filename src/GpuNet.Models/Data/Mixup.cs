using GpuNet.Kernels;

namespace GpuNet.Models.Data;

/// <summary>
/// Mixes rows of a batch in pairs: λ of one, 1 - λ of the other, of features and of targets alike, λ being drawn from Beta(α, α) for each
/// batch. Labels become probabilities of classes, [rows, classes], which <see cref="CrossEntropyLoss"/> takes.
/// </summary>
/// <remarks>
/// H. Zhang et al., "mixup: beyond empirical risk minimization" (2018); a batch has one λ and is mixed with itself in another order, as in the
/// authors' code. What is drawn depends on seed, epoch and batch alone, so training can be prepared, and resumed; it is drawn by portable
/// math, so that it is the same on every platform.
/// </remarks>
/// <param name="alpha">α, above 0: 0.1 to 0.4 in the paper; near 0 rows stay nearly as they are, at 1 λ is uniform.</param>
public sealed class Mixup(double alpha = 0.2)
{
    private const ulong Stream = 0x6D69_7875_7000_0000; // apart from orders of rows, which count streams from 0

    private readonly double _alpha = Require.Positive(nameof(Mixup), alpha, nameof(alpha));

    /// <summary>The share of each row itself in a batch, and the order of those it is mixed with.</summary>
    internal (float Share, int[] Partners) Draw(int rows, ulong seed, int epoch, int batch)
    {
        var random = new SplitMix64(seed ^ Stream, ((ulong)(uint)epoch << 32) | (uint)batch);
        double share = Beta(ref random);
        return ((float)share, Permutation.Create(rows, random.Next(), stream: 0));
    }

    /// <summary>A number distributed as Beta(α, α): X / (X + Y) of two Gamma(α).</summary>
    private double Beta(ref SplitMix64 random)
    {
        double logX = LogGamma(ref random), logY = LogGamma(ref random);
        return 1 / (1 + Exp(logY - logX));
    }

    /// <summary>
    /// The logarithm of a Gamma(α) number, which itself may be too small for a double: G. Marsaglia, W. Tsang, "A simple method for
    /// generating gamma variables" (2000), for α + 1, times U^(1/α).
    /// </summary>
    private double LogGamma(ref SplitMix64 random)
    {
        double d = _alpha + 1 - 1.0 / 3, c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            double x = Normal(ref random), root = 1 + c * x, v = root * root * root;
            if (v > 0 && Log(Uniform(ref random)) < x * x / 2 + d - d * v + d * Log(v))
                return Log(d * v) + Log(Uniform(ref random)) / _alpha;
        }
    }

    private static double Normal(ref SplitMix64 random) =>
        Math.Sqrt(-2 * Log(Uniform(ref random))) * Cos(2 * Math.PI * Uniform(ref random));

    /// <summary>Uniform in (0, 1].</summary>
    private static double Uniform(ref SplitMix64 random) => ((random.Next() >> 11) + 1) * (1.0 / (1UL << 53));

    // .NET's functions are the platform's. λ is a single in the end, so functions of singles do.
    private static double Exp(double x) => PortableMath.Exp((float)x);

    private static double Log(double x) => PortableMath.Log((float)x);

    private static double Cos(double x) => PortableMath.Cos((float)x);
}
