namespace GpuNet.Models.Data;

/// <summary>
/// Examples in host memory: a matrix of features, and for each row its target, a class or a number. Immutable.
/// </summary>
public sealed class Dataset
{
    private readonly float[] _features;
    private readonly int[] _labels;
    private readonly float[] _values;

    private Dataset(
        string name, float[] features, int featureCount, int[] labels, float[] values, IReadOnlyList<string> classNames)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(featureCount);
        Name = name;
        _features = features;
        _labels = labels;
        _values = values;
        FeatureCount = featureCount;
        ClassNames = classNames;
        if (features.Length != (long)Count * featureCount)
        {
            throw new ArgumentException(
                $"{name}: {features.Length} feature values do not fill {Count} rows of {featureCount}.", nameof(features));
        }
    }

    /// <summary>A name for messages.</summary>
    public string Name { get; }

    /// <summary>The number of rows.</summary>
    public int Count => _labels.Length + _values.Length;

    /// <summary>The number of features of a row.</summary>
    public int FeatureCount { get; }

    /// <summary>The names of the classes, in the order of their indices; empty for regression.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>Whether targets are classes rather than numbers.</summary>
    public bool IsClassification => ClassNames.Count > 0;

    /// <summary>The number of values a model puts out for a row: one a class, or one for regression.</summary>
    public int OutputCount => IsClassification ? ClassNames.Count : 1;

    /// <summary>The features [Count, FeatureCount], row by row.</summary>
    public ReadOnlySpan<float> Features => _features;

    /// <summary>The class index of each row; empty for regression.</summary>
    public ReadOnlySpan<int> Labels => _labels;

    /// <summary>The number to predict for each row; empty for classification.</summary>
    public ReadOnlySpan<float> Values => _values;

    /// <summary>The features of one row.</summary>
    public ReadOnlySpan<float> Row(int index) => _features.AsSpan(index * FeatureCount, FeatureCount);

    /// <summary>A data set whose targets are classes.</summary>
    /// <param name="name">A name for messages.</param>
    /// <param name="features">The features [count, featureCount], row by row; the caller no longer changes them.</param>
    /// <param name="featureCount">The number of features of a row.</param>
    /// <param name="labels">The class index of each row; the caller no longer changes them.</param>
    /// <param name="classNames">The classes' names, at least one.</param>
    /// <exception cref="ArgumentException">The sizes do not fit, or a label has no class.</exception>
    public static Dataset Classification(
        string name, float[] features, int featureCount, int[] labels, IReadOnlyList<string> classNames)
    {
        ArgumentOutOfRangeException.ThrowIfZero(classNames.Count, nameof(classNames));
        int bad = Array.FindIndex(labels, label => (uint)label >= (uint)classNames.Count);
        if (bad >= 0)
        {
            throw new ArgumentException(
                $"{name}: row {bad} has label {labels[bad]}, there are {classNames.Count} classes.", nameof(labels));
        }
        return new Dataset(name, features, featureCount, labels, [], classNames);
    }

    /// <summary>A data set with one number a row as its target.</summary>
    /// <param name="name">A name for messages.</param>
    /// <param name="features">The features [count, featureCount], row by row; the caller no longer changes them.</param>
    /// <param name="featureCount">The number of features of a row.</param>
    /// <param name="values">The number to predict for each row; the caller no longer changes them.</param>
    /// <exception cref="ArgumentException">The sizes do not fit.</exception>
    public static Dataset Regression(string name, float[] features, int featureCount, float[] values) =>
        new(name, features, featureCount, [], values, []);

    /// <summary>The given rows, in the given order.</summary>
    public Dataset Subset(ReadOnlySpan<int> rows)
    {
        float[] subset = new float[rows.Length * FeatureCount];
        int[] subsetLabels = new int[IsClassification ? rows.Length : 0];
        float[] subsetValues = new float[IsClassification ? 0 : rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            Row(rows[i]).CopyTo(subset.AsSpan(i * FeatureCount));
            if (IsClassification)
                subsetLabels[i] = _labels[rows[i]];
            else
                subsetValues[i] = _values[rows[i]];
        }

        return new Dataset(Name, subset, FeatureCount, subsetLabels, subsetValues, ClassNames);
    }

    /// <summary>The same rows with other feature values, and for regression other targets.</summary>
    internal Dataset With(float[] newFeatures, float[] newValues) =>
        new(Name, newFeatures, FeatureCount, _labels, newValues, ClassNames);
}
