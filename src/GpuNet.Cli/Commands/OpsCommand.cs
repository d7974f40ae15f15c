using System.CommandLine;
using GpuNet.Cli.Output;
using Spectre.Console;

namespace GpuNet.Cli.Commands;

/// <summary><c>gpunet ops</c>: the catalogue of ops, on the screen or as the documentation's page.</summary>
internal static class OpsCommand
{
    public static Command Create()
    {
        var markdown = OptionOf.Flag("--markdown", "Write docs/catalogue.md to standard output");
        var command = new Command("ops", "List every op: formula, derivative, parameters, source, error in ulps.") { markdown };
        command.SetAction(parsed => parsed.GetValue(markdown) ? WritePage() : WriteTables());
        return command;
    }

    private static int WritePage()
    {
        Console.Write(Catalogue.Markdown());
        return 0;
    }

    private static int WriteTables()
    {
        foreach (var section in Catalogue.Sections())
        {
            var table = new Table().Title(Markup.Escape(section.Title)).AddColumns([.. section.Columns]);
            foreach (var row in section.Rows)
                table.AddRow([.. row.Select(Markup.Escape)]);
            AnsiConsole.Write(table);
        }

        return 0;
    }
}
