using System.Globalization;
using System.Text.RegularExpressions;

namespace GpuNet.Engine.Drivers.OpenCl;

/// <summary>Reads <c>OpenCL 3.0 ...</c> and <c>OpenCL C 1.2 ...</c>.</summary>
internal static partial class ClVersionText
{
    public static bool TryParse(string? text, out int major, out int minor)
    {
        var match = Pattern().Match(text ?? "");
        major = match.Success ? int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture) : 0;
        minor = match.Success ? int.Parse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture) : 0;
        return match.Success;
    }

    [GeneratedRegex(@"^\s*OpenCL(?:\s+C)?\s+(\d{1,4})\.(\d{1,4})")]
    private static partial Regex Pattern();
}
