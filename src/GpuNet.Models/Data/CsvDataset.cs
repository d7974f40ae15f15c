namespace GpuNet.Models.Data;

/// <summary>What the target column of a table holds.</summary>
public enum TargetKind
{
    /// <summary>Classes when a target is not a number, or when all are whole numbers of few distinct values; else numbers.</summary>
    Auto,

    /// <summary>The names of classes.</summary>
    Classes,

    /// <summary>Numbers to predict.</summary>
    Numbers,
}

/// <summary>Makes data sets of CSV tables.</summary>
public static class CsvDataset
{
    /// <summary>Up to this many distinct whole numbers are taken for classes.</summary>
    private const int MaxAutoClasses = 20;

    /// <summary>A data set with one column as target and all others as features.</summary>
    /// <param name="table">The table.</param>
    /// <param name="target">The target's column index.</param>
    /// <param name="kind">What the target holds.</param>
    /// <param name="classNames">The classes a model knows, in its order; by default those of the table, sorted.</param>
    /// <exception cref="DataFormatException">A cell is empty or not a number, or names an unknown class.</exception>
    public static Dataset Create(
        CsvTable table, int target, TargetKind kind = TargetKind.Auto, IReadOnlyList<string>? classNames = null)
    {
        ArgumentNullException.ThrowIfNull(table);
        if (table.ColumnCount < 2)
            throw new DataFormatException(table.Path, "it needs a target column and at least one feature column");
        float[] features = Features(table, target);
        string name = Path.GetFileName(table.Path);
        if (kind == TargetKind.Auto)
            kind = LooksLikeClasses(table, target) ? TargetKind.Classes : TargetKind.Numbers;
        if (kind == TargetKind.Numbers)
        {
            float[] values = [.. Enumerable.Range(0, table.RowCount).Select(row => table.Number(row, target))];
            return Dataset.Regression(name, features, table.ColumnCount - 1, values);
        }

        classNames ??= ClassNames(table, target);
        return Dataset.Classification(
            name, features, table.ColumnCount - 1, Labels(table, target, classNames), classNames);
    }

    /// <summary>All columns but <paramref name="except"/> as a matrix [rows, columns], row by row.</summary>
    /// <exception cref="DataFormatException">A cell is not a number.</exception>
    public static float[] Features(CsvTable table, int? except = null)
    {
        ArgumentNullException.ThrowIfNull(table);
        var features = new List<float>(table.RowCount * table.ColumnCount);
        for (int row = 0; row < table.RowCount; row++)
        {
            for (int column = 0; column < table.ColumnCount; column++)
            {
                if (column != except)
                    features.Add(table.Number(row, column));
            }
        }

        return [.. features];
    }

    private static bool LooksLikeClasses(CsvTable table, int target)
    {
        var distinct = new HashSet<string>(StringComparer.Ordinal);
        for (int row = 0; row < table.RowCount; row++)
        {
            string text = table[row, target];
            if (!CsvTable.TryParse(text, out float value))
                return true;
            distinct.Add(text);
            if (value != MathF.Floor(value) || distinct.Count > MaxAutoClasses)
                return false;
        }

        return true;
    }

    /// <summary>The distinct targets: numbers by value, before names by code point.</summary>
    private static string[] ClassNames(CsvTable table, int target) =>
        [.. Enumerable.Range(0, table.RowCount).Select(row => table[row, target]).Distinct(StringComparer.Ordinal)
            .OrderBy(text => CsvTable.TryParse(text, out float value) ? value : float.PositiveInfinity)
            .ThenBy(text => text, StringComparer.Ordinal)];

    private static int[] Labels(CsvTable table, int target, IReadOnlyList<string> classNames)
    {
        var indices = classNames.Index().ToDictionary(pair => pair.Item, pair => pair.Index, StringComparer.Ordinal);
        // What is missing is no class, though a cell without text could be the name of one.
        return [.. Enumerable.Range(0, table.RowCount).Select(row =>
            table[row, target] is { Length: > 0 } name && indices.TryGetValue(name, out int label)
            ? label
            : throw table.CellError(row, target, "is not one of the classes the model knows"))];
    }
}
