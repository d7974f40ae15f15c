namespace GpuNet.Models;

/// <summary>Checks of numbers that users give, each naming the argument and what it may be.</summary>
internal static class Require
{
    internal static double Share(double value, string name) => value is >= 0 and < 1
        ? value
        : throw new ArgumentOutOfRangeException(name, value, "Must be 0 or more and below 1.");

    internal static double Positive(double value, string name) => value is > 0 and < double.PositiveInfinity
        ? value
        : throw new ArgumentOutOfRangeException(name, value, "Must be a number above 0.");

    internal static double NotNegative(double value, string name) => value is >= 0 and < double.PositiveInfinity
        ? value
        : throw new ArgumentOutOfRangeException(name, value, "Must be a number of 0 or more.");

    internal static double Finite(double value, string name) => double.IsFinite(value)
        ? value
        : throw new ArgumentOutOfRangeException(name, value, "Must be a finite number.");

    internal static int AtLeast(int minimum, int value, string name) => value >= minimum
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"Must be {minimum} or more.");

    internal static double Between(double low, double high, double value, string name) => value > low && value < high
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"Must be between {low} and {high}.");
}
