using System.CommandLine;
using GpuNet.Cli.Output;
using Spectre.Console;

namespace GpuNet.Cli.Commands;

/// <summary><c>gpunet ops</c>: the catalogue of ops, on the screen or as the documentation's page.</summary>
internal static class OpsCommand
{
    /// <summary>Columns that a screen has no room for; naming an op shows them.</summary>
    private static readonly string[] Details = ["Derivative", "Backward", "Gradient", "At kinks", "In code"];

    public static Command Create()
    {
        var names = new Argument<string[]>("names") { Description = "Show all there is to say of these ops", Arity = ArgumentArity.ZeroOrMore };
        var markdown = OptionOf.Flag("--markdown", "Write docs/catalogue.md to standard output");
        var command = new Command("ops", "List every op: formula, parameters, source, error in ulps.") { names, markdown };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(markdown))
                Console.Write(Catalogue.Markdown());
            else if (parsed.GetValue(names) is { Length: > 0 } chosen)
                WriteDetails(chosen);
            else
                WriteTables();
            return 0;
        });
        return command;
    }

    private static void WriteTables()
    {
        foreach (var section in Catalogue.Sections())
        {
            int[] shown = [.. Enumerable.Range(0, section.Columns.Count).Where(column => !Details.Contains(section.Columns[column]))];
            var table = new Table().Title(Markup.Escape(section.Title)).AddColumns([.. shown.Select(column => section.Columns[column])]);
            foreach (var row in section.Rows)
                table.AddRow([.. shown.Select(column => Markup.Escape(row[column]))]);
            AnsiConsole.Write(table);
        }
    }

    private static void WriteDetails(IEnumerable<string> names)
    {
        var sections = Catalogue.Sections().ToList();
        foreach (var name in names)
        {
            var found = (from section in sections from row in section.Rows where row[0] == name select (section, row)).ToList();
            if (found.Count == 0)
                throw new UserException($"There is no op '{name}'. 'gpunet ops' lists them.");
            foreach (var (section, row) in found)
            {
                var table = new Table().Title(Markup.Escape(section.Title)).HideHeaders().AddColumns(string.Empty, string.Empty);
                foreach (var (column, cell) in section.Columns.Zip(row).Where(pair => pair.Second.Length > 0))
                    table.AddRow(column, Markup.Escape(cell));
                AnsiConsole.Write(table);
            }
        }
    }
}
