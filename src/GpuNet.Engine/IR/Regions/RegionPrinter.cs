using System.Text;

namespace GpuNet.Engine.IR.Regions;

/// <summary>The textual form of a region tree, for people and for tests.</summary>
internal static class RegionPrinter
{
    public static string Print(Region region)
    {
        var text = new StringBuilder();
        Print(region, text, 0);
        return text.ToString();
    }

    private static void Print(Region region, StringBuilder text, int depth)
    {
        StringBuilder Line(string line) => text.Append(' ', depth * 4).AppendLine(line);
        switch (region)
        {
            case Sequence sequence:
                sequence.Children.ForEach(child => Print(child, text, depth));
                break;
            case Straight straight:
                foreach (var instruction in straight.Block.Instructions)
                    Line(Printer.Print(instruction));
                break;
            case Assign { Edge: var edge }:
                Line($"{string.Join(", ", edge.Target.Parameters)} = {string.Join(", ", edge.Arguments)}");
                break;
            case If conditional:
                Line($"if {conditional.Condition}");
                Print(conditional.Then, text, depth + 1);
                if (conditional.Else is not Sequence { Children.Count: 0 })
                {
                    Line("else");
                    Print(conditional.Else, text, depth + 1);
                }
                break;
            case Loop loop:
                Line($"loop {loop.Label}");
                Print(loop.Body, text, depth + 1);
                break;
            case Scope scope:
                Line($"scope {scope.Label}");
                Print(scope.Body, text, depth + 1);
                break;
            case Leave leave:
                Line($"leave {leave.Label}");
                break;
            case Exit:
                Line("exit");
                break;
        }
    }
}
