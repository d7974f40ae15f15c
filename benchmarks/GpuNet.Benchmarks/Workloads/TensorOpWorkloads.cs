namespace GpuNet.Benchmarks.Workloads;

/// <summary>Sums on the way, orders, indices, shapes and random numbers: what stands beside the arithmetic of a network.</summary>
public static class TensorOpWorkloads
{
    private const int Count = 1 << 20;
    private const int Rows = 4096;
    private const int Columns = 1024;

    private static readonly (string Name, double Bytes, Func<Tensor, Tensor> Apply)[] OnVectors =
    [
        ("cumulative-sum", 8.0 * Count, x => x.CumulativeSum(0)),
        ("top-k", 4.0 * Count, x => x.TopK(10, 0).Values),
        ("sort", 12.0 * Count, x => x.Sort(0).Values),
        ("arg-max", 4.0 * Count, x => x.ArgMax(0)),
        ("norm", 4.0 * Count, x => x.Norm()),
    ];

    private static readonly (string Name, double Bytes, Func<Tensor, Tensor> Apply)[] OnMatrices =
    [
        ("cumulative-sum", 8.0 * Rows * Columns, x => x.CumulativeSum(1)),
        ("arg-max", 4.0 * Rows * Columns, x => x.ArgMax(1)),
        ("top-k", 4.0 * Rows * Columns, x => x.TopK(10, 1).Values),
        ("sort", 12.0 * Rows * Columns, x => x.Sort(1).Values),
        ("concatenate", 16.0 * Rows * Columns, x => Functional.Concatenate([x, x], 1)),
        ("max", 4.0 * Rows * Columns, x => x.Max(1)),
        ("norm", 4.0 * Rows * Columns, x => x.Norm(2, 1)),
        ("variance", 4.0 * Rows * Columns, x => x.Variance(1)),
        ("every-other", 6.0 * Rows * Columns, x => x.Slice(1, .., step: 2)),
        ("cumulative-sum-down", 8.0 * Rows * Columns, x => x.CumulativeSum(0)),
        ("arg-max-down", 4.0 * Rows * Columns, x => x.ArgMax(0)),
        ("sort-down", 12.0 * Rows * Columns, x => x.Sort(0).Values),
        ("variance-down", 4.0 * Rows * Columns, x => x.Variance(0)),
    ];

    private static readonly (string Name, double Bytes, Func<Tensor, Tensor, Tensor> Apply)[] OnPairs =
    [
        ("add", 12.0 * Rows * Columns, (x, y) => x + y),
        ("add-row", 8.0 * Rows * Columns, (x, y) => x + y[0]),
        ("add-column", 8.0 * Rows * Columns, (x, y) => x + y[.., ..1]),
        ("above", 9.0 * Rows * Columns, (x, y) => x > y),
        ("where", 18.0 * Rows * Columns, (x, y) => Functional.Where(x > y, x, y)),
    ];

    /// <summary>The names of both kinds carry their shapes.</summary>
    public static IEnumerable<Workload> Create(int limit = WorkloadCatalog.Unlimited)
    {
        var (count, rows, columns) = (Math.Min(Count, limit), Math.Min(Rows, limit), Math.Min(Columns, limit));
        foreach (var (name, bytes, apply) in OnVectors)
            yield return On($"{name}/1M", bytes, [Math.Max(count, 10)], apply);
        foreach (var (name, bytes, apply) in OnMatrices)
            yield return On($"{name}/{Rows}x{Columns}", bytes, [rows, Math.Max(columns, 10)], apply);
        foreach (var (name, bytes, apply) in OnPairs)
        {
            yield return new($"{name}/{Rows}x{Columns}", new Amount(Bytes: bytes), device =>
            {
                var (x, y) = (Inputs.Normal([rows, columns], device), new Generator(seed: 3).Normal([rows, columns], device: device));
                return Inputs.Discarding(() => apply(x, y));
            });
        }
        yield return On($"transpose/{Rows}x{Rows}", 8.0 * Rows * Rows, [rows, rows], x => x.Transpose());
        yield return On("permute/256x256x256", 8.0 * (1 << 24), [Math.Min(256, limit), Math.Min(256, limit), Math.Min(256, limit)], x => x.Permute(2, 0, 1));
        yield return ByIndex("gather/1M", 12.0 * Count, (x, indices) => x.Gather(0, indices));
        yield return ByIndex("scatter-add/1M", 16.0 * Count, (x, indices) => x.ScatterAdd(0, indices, x));
        yield return ByIndex("one-hot/1Mx10", 44.0 * Count, (_, indices) => Functional.OneHot(indices, 10), classes: 10);
        yield return new($"embedding/{Columns * 16}x128", new Amount(Bytes: 1024.0 * Columns * 16), device =>
        {
            var (table, indices) = (Inputs.Normal([columns * 16, 128], device), Indices(columns * 16, columns * 16, device));
            return Inputs.Discarding(() => table.IndexSelect(0, indices));
        });
        yield return Random("permutation/1M", 4, (generator, device) => generator.Permutation(count, device));
        yield return Random("uniform/16M", 64, (generator, device) => generator.Uniform([Math.Min(1 << 24, limit)], device: device));
        yield return Random("normal/16M", 64, (generator, device) => generator.Normal([Math.Min(1 << 24, limit)], device: device));
        yield return Random("range/16M", 64, (_, device) => Tensor.Arange(Math.Min(1 << 24, limit), device: device));

        Workload ByIndex(string name, double bytes, Func<Tensor, Tensor, Tensor> apply, int? classes = null) =>
            new(name, new Amount(Bytes: bytes), device =>
            {
                var (x, indices) = (Inputs.Normal([count], device), Indices(count, classes ?? count, device));
                return Inputs.Discarding(() => apply(x, indices));
            });
    }

    private static Workload On(string name, double bytes, Shape shape, Func<Tensor, Tensor> apply) =>
        new(name, new Amount(Bytes: bytes), device =>
        {
            var x = Inputs.Normal(shape, device);
            return Inputs.Discarding(() => apply(x));
        });

    private static Workload Random(string name, double bytesPerMillion, Func<Generator, Device, Tensor> draw) =>
        new(name, new Amount(Bytes: bytesPerMillion * Count), device =>
        {
            var generator = new Generator(seed: 1);
            return Inputs.Discarding(() => draw(generator, device));
        });

    private static Tensor Indices(int count, int extent, Device device) =>
        new Generator(seed: 2).Integers([count], 0, extent, device: device);
}
