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

    internal static double AtMost(string owner, double maximum, double value, string name) => value <= maximum
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{owner}: {name} must be {maximum} or less.");

    internal static double Between(string owner, double low, double high, double value, string name) => value > low && value < high
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{owner}: {name} must be between {low} and {high}.");

    internal static void RowsOfClasses(string owner, Tensor output)
    {
        if (output.Rank != 2)
            throw new ShapeMismatchException(owner, "output [rows, classes]", output.Shape.ToString());
    }

    internal static void WeightOfEachClass(string owner, Tensor output, Tensor? weights)
    {
        RowsOfClasses(owner, output);
        if (weights is not null && weights.Shape != [output.Shape[1]])
            throw new ShapeMismatchException(owner, $"ClassWeights [{output.Shape[1]}] for output {output.Shape}", weights.Shape.ToString());
    }

    internal static void LabelOfEachRow(string owner, Tensor output, Tensor target)
    {
        RowsOfClasses(owner, output);
        if (target.Shape != [output.Shape[0]])
            throw new ShapeMismatchException(owner, $"target [{output.Shape[0]}] for output {output.Shape}", target.Shape.ToString());
    }
}
