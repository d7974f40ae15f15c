namespace GpuNet.Models;

/// <summary>Checks of what users give, each naming who was given it, the argument and what it may be.</summary>
internal static class Require
{
    internal static double Share(string owner, double value, string name) => value is >= 0 and < 1
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{owner}: {name} must be 0 or more and below 1.");

    internal static double Probability(string owner, double value, string name) => value is >= 0 and <= 1
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{owner}: {name} must be from 0 to 1.");

    internal static double Positive(string owner, double value, string name) => value is > 0 and < double.PositiveInfinity
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{owner}: {name} must be a number above 0.");

    internal static double NotNegative(string owner, double value, string name) => value is >= 0 and < double.PositiveInfinity
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{owner}: {name} must be a number of 0 or more.");

    internal static double Finite(string owner, double value, string name) => double.IsFinite(value)
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{owner}: {name} must be a finite number.");

    internal static int AtLeast(string owner, int minimum, int value, string name) => value >= minimum
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{owner}: {name} must be {minimum} or more.");

    internal static double Between(string owner, double low, double high, double value, string name) => value > low && value < high
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{owner}: {name} must be between {low} and {high}.");

    internal static void LabelOfEachRow(string owner, Tensor output, Tensor target)
    {
        if (output.Rank != 2)
            throw new ShapeMismatchException(owner, "output [rows, classes]", output.Shape.ToString());
        if (target.Shape != [output.Shape[0]])
            throw new ShapeMismatchException(owner, $"target [{output.Shape[0]}] for output {output.Shape}", target.Shape.ToString());
    }
}
