using System.Globalization;
using System.Text;
using GpuNet.Kernels;
using GpuNet.Models;

namespace GpuNet.Cli.Output;

/// <summary>A table of the catalogue.</summary>
internal sealed record CatalogueSection(string Title, IReadOnlyList<string> Columns, IReadOnlyList<string[]> Rows);

/// <summary>What the ops say about themselves, as tables: on the screen and in docs/catalogue.md.</summary>
internal static class Catalogue
{
    private static readonly string[] OpColumns =
        ["Name", "Formula", "Derivative", "Parameters", "At kinks", "Source", "Error (ulp)"];

    private static readonly string[] TrainingColumns = ["Name", "In code", "Formula", "Parameters", "Source"];

    /// <summary>The tables, in the order of the page.</summary>
    public static IEnumerable<CatalogueSection> Sections()
    {
        yield return Unary("Activations", OpCategory.Activation);
        yield return Rows();
        yield return Binary("Activations of two operands", OpCategory.Activation);
        yield return Binary("Gates: a and b are the halves of a row", OpCategory.Gate);
        yield return Unary("Functions", OpCategory.Arithmetic);
        yield return Binary("Functions of two operands", OpCategory.Arithmetic);
        yield return Binary("Errors of a prediction a and a target b: what losses take the mean of", OpCategory.Loss);
        yield return Unary("Penalties of a weight", OpCategory.Regularizer);
        yield return new CatalogueSection(
            "Reductions", ["Name", "Formula", "Source"],
            [.. OpRegistry.Reductions.Select(e => new[] { e.Info.Name, e.Info.Formula, e.Info.Source })]);
        yield return new CatalogueSection(
            "Operations on whole tensors", ["Name", "In code", "Formula", "Gradient", "Source"],
            [
                .. TensorOps.All.Select(op => new[]
                {
                    op.Info.Name, op.InCode, op.Info.Formula, op.Info.Gradient, op.Info.Source,
                }),
            ]);
        foreach (var (title, entries) in TrainingCatalogue.Sections)
            yield return new CatalogueSection(title, TrainingColumns, [.. entries.Select(Row)]);
    }

    /// <summary>The page.</summary>
    public static string Markdown()
    {
        var page = new StringBuilder();
        page.Append(
            """
            # The catalogue

            Every op there is, as it says of itself. This page is written by `gpunet ops --markdown > docs/catalogue.md`;
            a test fails when the two differ.

            Errors are bounds for portable math, in units in the last place of the result, held over a million floats of all kinds
            (denormals, infinities and NaN included), and for parameters a quarter and four times the usual; of losses, and where
            operands cancel, in those of the larger of operands and result. "At kinks" says which derivative is taken where it jumps, for default parameters.

            """);
        foreach (var section in Sections())
        {
            page.Append(CultureInfo.InvariantCulture, $"\n## {section.Title}\n\n");
            AppendRow(page, section.Columns);
            AppendRow(page, section.Columns.Select(_ => "---"));
            foreach (var row in section.Rows)
                AppendRow(page, row.Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal)));
        }

        return page.ToString().ReplaceLineEndings("\n");
    }

    private static void AppendRow(StringBuilder page, IEnumerable<string> cells) =>
        page.Append("| ").AppendJoin(" | ", cells).Append(" |\n");

    private static CatalogueSection Unary(string title, OpCategory category) => new(title, OpColumns,
        [.. from entry in OpRegistry.UnaryOps
            let info = entry.Info
            where info.Category == category
            select new[]
            {
                info.Name, info.Formula, info.Derivative, Parameters(info.Parameters), Kinks(info.Kinks), info.Source,
                Number(info.MaxUlps),
            }]);

    private static CatalogueSection Binary(string title, OpCategory category) => new(title,
        [.. OpColumns.Where(column => column != "At kinks")],
        [.. from entry in OpRegistry.BinaryOps
            let info = entry.Info
            where info.Category == category
            select new[]
            {
                info.Name, info.Formula, info.Derivative, Parameters(info.Parameters), info.Source, Number(info.MaxUlps),
            }]);

    private static string[] Row(CatalogueEntry entry) =>
    [
        entry.Name,
        entry.Member is Type type ? type.Name : $"{entry.Member.DeclaringType!.Name}.{entry.Member.Name}",
        entry.Formula, string.Join(", ", entry.Parameters), entry.Source,
    ];

    private static CatalogueSection Rows() => new(
        "Activations over rows, the last dimension", ["Name", "Formula", "Backward", "Source"],
        [.. RowOpInfo.All.Select(info => new[] { info.Name, info.Formula, info.Derivative, info.Source })]);

    private static string Parameters(IEnumerable<OpParameter> parameters) =>
        string.Join(", ", parameters.Select(p => $"{p.Name} = {Number(p.Default)} ({p.Description})"));

    private static string Kinks(IEnumerable<Kink> kinks) =>
        string.Join("; ", kinks.Select(k => $"{Number(k.Derivative)} at {Number(k.At)} ({k.Source})"));

    private static string Number(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);
}
