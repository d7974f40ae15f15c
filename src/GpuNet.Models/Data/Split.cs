namespace GpuNet.Models.Data;

/// <summary>Two disjoint parts of a data set.</summary>
/// <param name="Train">The rows to learn from.</param>
/// <param name="Test">The rows held out.</param>
public sealed record Split(Dataset Train, Dataset Test)
{
    /// <summary>
    /// Splits at random but with the same share of every class in both parts (regression: the same share of all rows).
    /// A class of at least two rows is in both parts. Depends on data and seed only.
    /// </summary>
    /// <param name="data">The data to split.</param>
    /// <param name="testFraction">The share held out, between 0 and 1, both excluded.</param>
    /// <param name="seed">The run's seed.</param>
    /// <exception cref="ArgumentException">There are too few rows to put one in each part.</exception>
    public static Split Stratified(Dataset data, double testFraction, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (testFraction is not (> 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(testFraction), testFraction, "Must lie between 0 and 1.");
        var train = new List<int>();
        var test = new List<int>();
        foreach (int[] stratum in Strata(data, seed))
        {
            int held = (int)Math.Round(stratum.Length * testFraction, MidpointRounding.AwayFromZero);
            held = stratum.Length < 2 ? 0 : Math.Clamp(held, 1, stratum.Length - 1);
            test.AddRange(stratum.AsSpan(0, held));
            train.AddRange(stratum.AsSpan(held));
        }

        if (test.Count == 0)
            throw new ArgumentException($"{data.Name}: {data.Count} rows are too few to hold some out for the test.", nameof(data));
        return Parts(data, train, test);
    }

    /// <summary>
    /// K-fold cross-validation: part i tests on fold i and trains on the others; every row is tested once. Folds are
    /// stratified by class.
    /// </summary>
    /// <param name="data">The data to split.</param>
    /// <param name="folds">The number of folds, from 2 to the number of rows.</param>
    /// <param name="seed">The run's seed.</param>
    public static IReadOnlyList<Split> KFold(Dataset data, int folds, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentOutOfRangeException.ThrowIfLessThan(folds, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(folds, data.Count);
        int[] foldOf = new int[data.Count];
        int next = 0;
        foreach (int[] stratum in Strata(data, seed))
        {
            foreach (int row in stratum)
                foldOf[row] = next++ % folds;
        }

        var rows = Enumerable.Range(0, data.Count).ToLookup(row => foldOf[row]);
        return [.. Enumerable.Range(0, folds).Select(fold =>
            Parts(data, [.. rows.Where(group => group.Key != fold).SelectMany(group => group)], [.. rows[fold]]))];
    }

    /// <summary>The rows of each class (regression: all rows), each in a random order of its own.</summary>
    private static IEnumerable<int[]> Strata(Dataset data, ulong seed)
    {
        var strata = Enumerable.Range(0, data.Count)
            .GroupBy(row => data.IsClassification ? data.Labels[row] : 0)
            .OrderBy(group => group.Key);
        foreach (var stratum in strata)
        {
            int[] rows = [.. stratum];
            int[] order = Permutation.Create(rows.Length, seed, (ulong)stratum.Key);
            yield return [.. order.Select(i => rows[i])];
        }
    }

    private static Split Parts(Dataset data, List<int> train, List<int> test)
    {
        train.Sort();
        test.Sort();
        return new Split(data.Subset([.. train]), data.Subset([.. test]));
    }
}
