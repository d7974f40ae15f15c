using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace GpuNet.Engine.Drivers;

/// <summary>Puts a compiler's log and the lines it complains about together.</summary>
internal static partial class BuildLog
{
    private const int Around = 3;
    private const int LongestLog = 4000;

    /// <summary>The log, followed by the numbered source around each error; by the whole start if no line is named.</summary>
    public static string Explain(string log, string source)
    {
        string[] lines = source.Split('\n');
        var named = new SortedSet<int>();
        foreach (Match match in Position().Matches(log))
            if (int.TryParse(match.Groups["line"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out int line) && line >= 1 && line <= lines.Length)
                named.Add(line);
        var shown = new SortedSet<int>((named.Count > 0 ? named : [1]).SelectMany(line => Enumerable.Range(line - Around, 2 * Around + 1)));
        shown.RemoveWhere(line => line < 1 || line > lines.Length);

        var text = new StringBuilder();
        text.AppendLine(log.Length == 0 ? "The compiler left no log." : log.Length > LongestLog ? log[..LongestLog] + " ..." : log);
        text.AppendLine("The source:");
        int last = shown.Min - 1;
        foreach (int line in shown)
        {
            if (line != last + 1)
                text.AppendLine("      ...");
            text.AppendLine(CultureInfo.InvariantCulture, $"{(named.Contains(line) ? '>' : ' ')}{line,5}  {lines[line - 1]}");
            last = line;
        }
        return text.Append("Set GPUNET_DUMP to a folder to get the whole source.").ToString();
    }

    // clang writes file.cl:12:5: error; PoCL turns that into error: file.cl:12:5. NVRTC writes kernel.cu(12): error.
    [GeneratedRegex(@":(?<line>\d{1,9}):\d+: (?:fatal )?error|error: [^\n]*?:(?<line>\d{1,9}):\d+:|\((?<line>\d{1,9})\): (?:catastrophic )?error")]
    private static partial Regex Position();
}
