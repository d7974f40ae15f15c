using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;

namespace GpuNet.Models.Data;

/// <summary>
/// A CSV file (RFC 4180; separated by commas, semicolons or tabs) as text cells, every row of the same length. The first
/// row is a header when none of its cells is a number.
/// </summary>
public sealed class CsvTable
{
    private static readonly char[] Delimiters = [',', ';', '\t'];

    private readonly List<string[]> _rows = [];
    private readonly List<int> _lines = [];

    private CsvTable(string path) => Path = path;

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The column names, or null when the file has no header.</summary>
    public IReadOnlyList<string>? Header { get; private set; }

    /// <summary>The number of rows, the header not counted.</summary>
    public int RowCount => _rows.Count;

    /// <summary>The number of columns.</summary>
    public int ColumnCount { get; private set; }

    /// <summary>Reads a file.</summary>
    /// <exception cref="DataFormatException">
    /// A row has another number of cells than the first, quotes do not match, or there is no data.
    /// </exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    public static CsvTable Read(string path)
    {
        var table = new CsvTable(path);
        var configuration = new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = DetectDelimiter(path).ToString(),
            TrimOptions = TrimOptions.Trim,
        };
        using var reader = new StreamReader(path);
        using var parser = new CsvParser(reader, configuration);
        try
        {
            while (parser.Read())
                table.Add(parser.Record!, parser.RawRow);
        }
        catch (BadDataException)
        {
            throw new DataFormatException(path, $"line {parser.RawRow}: a quote is out of place");
        }

        if (table.RowCount == 0)
            throw new DataFormatException(path, "it has no rows of data");
        return table;
    }

    /// <summary>One cell's text.</summary>
    public string this[int row, int column] => _rows[row][column];

    /// <summary>One cell's value.</summary>
    /// <exception cref="DataFormatException">The cell is empty, or not a finite number.</exception>
    public float Number(int row, int column)
    {
        string text = _rows[row][column];
        if (TryParse(text, out float value))
            return value;
        throw CellError(row, column, TryParse(text.Replace(',', '.'), out _)
            ? "is not a finite number; decimals have a point"
            : "is not a finite number");
    }

    /// <summary>What to call a column in a message: its name, or its index from 0.</summary>
    public string ColumnName(int column) => Header is null ? $"{column}" : $"'{Header[column]}'";

    /// <summary>Finds a column by its name in the header, or by its index: 0 is the first, -1 the last.</summary>
    /// <exception cref="DataFormatException">There is no such column, or more than one.</exception>
    public int FindColumn(string nameOrIndex)
    {
        var named = Enumerable.Range(0, ColumnCount).Where(c => Header?[c] == nameOrIndex).ToList();
        if (named.Count > 1)
            throw new DataFormatException(Path, $"{named.Count} columns are named '{nameOrIndex}'");
        if (named.Count == 1)
            return named[0];
        if (int.TryParse(nameOrIndex, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int index)
            && index >= -ColumnCount && index < ColumnCount)
            return index < 0 ? index + ColumnCount : index;
        string known = Header is null ? $"0 to {ColumnCount - 1} (the file has no header)" : string.Join(", ", Header.Take(20));
        throw new DataFormatException(Path, $"it has no column '{nameOrIndex}'; columns are {known}");
    }

    /// <summary>An error that names the cell; of an empty one, that it is empty.</summary>
    internal DataFormatException CellError(int row, int column, string problem)
    {
        string text = _rows[row][column];
        return new DataFormatException(Path, $"line {_lines[row]}, column {ColumnName(column)}: "
            + (text.Length == 0 ? "the cell is empty; fill it in, or leave out its row or column" : $"'{text}' {problem}"));
    }

    internal static bool TryParse(string text, out float value) =>
        float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && float.IsFinite(value);

    private void Add(string[] cells, int line)
    {
        if (ColumnCount == 0)
        {
            ColumnCount = cells.Length;
            if (!Array.Exists(cells, cell => TryParse(cell, out _)))
            {
                Header = cells;
                return;
            }
        }

        if (cells.Length != ColumnCount)
            throw new DataFormatException(Path, $"line {line} has {cells.Length} cells, the first row has {ColumnCount}");
        _rows.Add(cells);
        _lines.Add(line);
    }

    /// <summary>The delimiter that the first line has most of; a comma if it has none.</summary>
    private static char DetectDelimiter(string path)
    {
        string first = File.ReadLines(path).FirstOrDefault() ?? string.Empty;
        return Delimiters.MaxBy(delimiter => first.Count(c => c == delimiter));
    }
}
