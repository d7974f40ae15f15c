namespace GpuNet.Cli.Output;

/// <summary>How numbers are shown.</summary>
internal static class Format
{
    /// <summary>A label and an accuracy, or nothing for a regression.</summary>
    public static string Accuracy(string label, double? accuracy) => accuracy is { } value ? $"{label} {value:F4}" : string.Empty;

    /// <summary>An accuracy for a table.</summary>
    public static string Accuracy(double? accuracy) => accuracy is { } value ? $"{value:F4}" : "-";
}
