namespace GpuNet.Models.Data;

/// <summary>
/// An affine map of each column, <c>(x - Shift) * Factor</c>: learned on the training rows, then applied to every row the
/// model sees.
/// </summary>
/// <param name="Shift">What is subtracted: one value a column, or one for all columns.</param>
/// <param name="Factor">What the difference is multiplied by; as many values as <paramref name="Shift"/>.</param>
public sealed record FeatureScaling(IReadOnlyList<float> Shift, IReadOnlyList<float> Factor)
{
    /// <summary>Multiplies every column by one factor, such as 1/255 for pixels.</summary>
    public static FeatureScaling Uniform(float factor) => new([0], [factor]);

    /// <summary>Gives every feature column mean 0 and (population) standard deviation 1. A constant column becomes 0.</summary>
    public static FeatureScaling Standardize(Dataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return Standardize(data.Features, data.FeatureCount);
    }

    /// <summary>Maps every feature column to [0, 1]. A constant column becomes 0.</summary>
    public static FeatureScaling MinMax(Dataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return PerColumn(data.Features, data.FeatureCount, column =>
        {
            double minimum = column.Min();
            return (minimum, column.Max() - minimum);
        });
    }

    /// <summary>Gives the targets of a regression mean 0 and standard deviation 1: a scaling of one column.</summary>
    public static FeatureScaling StandardizeTargets(Dataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return Standardize(data.Values, columns: 1);
    }

    /// <summary>Scales the features, and the targets too where <paramref name="targets"/> is given.</summary>
    /// <exception cref="ArgumentException">The data has another number of columns.</exception>
    public Dataset Apply(Dataset data, FeatureScaling? targets = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (Shift.Count != 1 && Shift.Count != data.FeatureCount)
        {
            throw new ArgumentException(
                $"{data.Name} has {data.FeatureCount} features, the scaling was made for {Shift.Count}.", nameof(data));
        }
        return data.With(Map(data.Features), targets?.Map(data.Values) ?? data.Values.ToArray());
    }

    /// <summary>Takes scaled values back to their own units.</summary>
    /// <param name="values">A matrix of as many columns as there are scales, row by row; changed in place.</param>
    public void Invert(Span<float> values)
    {
        for (int i = 0; i < values.Length; i++)
            values[i] = (values[i] / Factor[i % Factor.Count]) + Shift[i % Shift.Count];
    }

    /// <summary>Scales a matrix of as many columns as there are scales, row by row.</summary>
    public float[] Map(ReadOnlySpan<float> values)
    {
        float[] shift = [.. Shift], factor = [.. Factor];
        float[] scaled = values.ToArray();
        for (int start = 0; start < scaled.Length; start += shift.Length)
        {
            for (int column = 0; column < shift.Length; column++)
                scaled[start + column] = (scaled[start + column] - shift[column]) * factor[column];
        }

        return scaled;
    }

    private static FeatureScaling Standardize(ReadOnlySpan<float> values, int columns) =>
        PerColumn(values, columns, column =>
        {
            double mean = column.Average();
            return (mean, Math.Sqrt(column.Average(value => (value - mean) * (value - mean))));
        });

    private static FeatureScaling PerColumn(
        ReadOnlySpan<float> values, int columns, Func<double[], (double Shift, double Width)> measure)
    {
        float[] shift = new float[columns], factor = new float[columns];
        double[] column = new double[values.Length / columns];
        for (int c = 0; c < columns; c++)
        {
            for (int row = 0; row < column.Length; row++)
                column[row] = values[row * columns + c];
            var (origin, width) = column.Length == 0 ? (0, 0) : measure(column);
            shift[c] = (float)origin;
            factor[c] = width > 0 ? (float)(1 / width) : 1;
        }

        return new FeatureScaling(shift, factor);
    }
}
