namespace GpuNet.Kernels;

/// <summary>
/// Functions in double precision that System.Math lacks, for the references of ops; host-side only, and computed in
/// other ways than <see cref="DoubleMath"/> computes them. Relative errors are below 1e-14 unless said otherwise.
/// </summary>
internal static class ReferenceMath
{
    /// <summary>e^x - 1; below 1e-2 its Taylor series.</summary>
    internal static double Expm1(double x)
    {
        if (!(Math.Abs(x) < 1e-2))
            return Math.Exp(x) - 1;
        var series = 1.0;
        for (var n = 8; n > 1; n--)
            series = 1 + x / n * series;
        return x * series;
    }

    /// <summary>log(1 + x) = 2 artanh(x / (2 + x)); near zero by the series of artanh.</summary>
    internal static double Log1p(double x)
    {
        if (!(Math.Abs(x) < 1e-1))
            return Math.Log(1 + x);
        var z = x / (2 + x);
        var series = 0.0;
        for (var n = 15; n > 0; n -= 2)
            series = 1.0 / n + z * z * series;
        return 2 * z * series;
    }

    /// <summary>The error function: its Taylor series below 1/2, else 1 - erfc.</summary>
    internal static double Erf(double x)
    {
        if (Math.Abs(x) >= 0.5)
            return x > 0 ? 1 - ErfcTail(x) : ErfcTail(-x) - 1;
        var term = x;
        var sum = x;
        for (var n = 1; n < 20; n++)
        {
            term *= -x * x / n;
            sum += term / (2 * n + 1);
        }

        return 2 / Math.Sqrt(Math.PI) * sum;
    }

    /// <summary>1 - erf(x); relative error up to 1e-13 where e^(-x^2) is tiny.</summary>
    internal static double Erfc(double x) => x >= 0.5 ? ErfcTail(x) : 1 - Erf(x);

    /// <summary>The standard normal distribution function.</summary>
    internal static double NormalCdf(double x) => Erfc(-x / Math.Sqrt(2)) / 2;

    /// <summary>
    /// The trapezoidal rule on erfc(x) = 2x/pi * integral of e^(-x^2 (1 + t^2)) / (1 + t^2), with its pole's residue
    /// (Matta and Reichel 1971); the error of step 1/2 is e^(-4 pi^2).
    /// </summary>
    private static double ErfcTail(double x)
    {
        if (x > 30)
            return 0;
        const double H = 0.5;
        var sum = 1 / (2 * x * x);
        for (var n = 1; n <= 13; n++)
            sum += Math.Exp(-n * n * H * H) / (n * n * H * H + x * x);
        var rule = 2 * H * x / Math.PI * Math.Exp(-x * x) * sum;
        return x < Math.PI / H ? rule - 2 / (Math.Exp(2 * Math.PI * x / H) - 1) : rule;
    }

    /// <summary>x - tanh(x); below 1/4 the series of tanh without its first term.</summary>
    internal static double Tanhshrink(double x)
    {
        if (!(Math.Abs(x) < 0.25))
            return x - Math.Tanh(x);
        var square = x * x;

        // Coefficients 2^(2n) (2^(2n) - 1) B(2n) / (2n)! of tanh (Abramowitz and Stegun 4.5.64).
        ReadOnlySpan<double> coefficients =
        [
            1.0 / 3, -2.0 / 15, 17.0 / 315, -62.0 / 2835, 1382.0 / 155925, -21844.0 / 6081075, 929569.0 / 638512875,
            -6404582.0 / 10854718875, 443861162.0 / 1856156927625, -18888466084.0 / 194896477400625,
            113927491862.0 / 2900518163668125, -58870668456604.0 / 3698160658676859375,
        ];
        var sum = 0.0;
        for (var i = coefficients.Length - 1; i >= 0; i--)
            sum = coefficients[i] + square * sum;
        return x * square * sum;
    }

    /// <summary>tanh(log(1 + e^x)) = ((1 + e^x)^2 - 1) / ((1 + e^x)^2 + 1), written without overflow or cancellation.</summary>
    internal static double TanhSoftplus(double x)
    {
        var e = Math.Exp(-Math.Abs(x));
        return x < 0 ? e * (e + 2) / (e * (e + 2) + 2) : (1 + 2 * e) / (1 + 2 * e + 2 * e * e);
    }
}
