using System.Globalization;

namespace GpuNet.Benchmarks.Comparison;

/// <summary>Reads the values of options.</summary>
internal static class Options
{
    /// <summary>The text behind an option.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static string Next(string[] options, ref int i) =>
        ++i < options.Length ? options[i] : throw new ArgumentException($"{options[i - 1]} needs a value.");

    /// <summary>The whole number behind an option.</summary>
    /// <exception cref="ArgumentException">There is none, or it is below 1.</exception>
    public static int Number(string[] options, ref int i)
    {
        string option = options[i], text = Next(options, ref i);
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value > 0
            ? value
            : throw new ArgumentException($"{option} must be a whole number, 1 or more, not '{text}'.");
    }
}
