namespace GpuNet.Benchmarks.Workloads;

/// <summary>Operations on 1000 floats, 25 rows of 40: what calling them costs, and little else.</summary>
public static class SmallTensorWorkloads
{
    private const int Rows = 25;
    private const int Columns = 40;

    private static readonly (string Name, Func<Tensor, Tensor, Tensor> Apply)[] Operations =
    [
        ("add", (x, _) => x + x),
        ("add-row", (x, _) => x + x[0]),
        ("exp", (x, _) => x.Exp()),
        ("where", (x, _) => Functional.Where(x > 0, x, x)),
        ("sum", (x, _) => x.Sum()),
        ("arg-max", (x, _) => x.ArgMax(1)),
        ("variance", (x, _) => x.Variance(1)),
        ("norm", (x, _) => x.Norm()),
        ("softmax", (x, _) => x.Softmax()),
        ("cumulative-sum", (x, _) => x.CumulativeSum(1)),
        ("sort", (x, _) => x.Sort(1).Values),
        ("top-k", (x, _) => x.TopK(10, 1).Values),
        ("concatenate", (x, _) => Functional.Concatenate([x, x], 1)),
        ("every-other", (x, _) => x.Slice(1, .., step: 2)),
        ("transpose", (x, _) => x.Transpose()),
        ("gather", (x, indices) => x.Gather(1, indices)),
        ("scatter-add", (x, indices) => x.ScatterAdd(1, indices, x)),
        ("one-hot", (_, indices) => Functional.OneHot(indices[0], Columns)),
    ];

    /// <summary>Each operation.</summary>
    public static IEnumerable<Workload> Create() =>
        from operation in Operations
        select new Workload($"{operation.Name}/1K", default, device =>
        {
            var x = Inputs.Normal([Rows, Columns], device);
            var indices = new Generator(seed: 2).Integers([Rows, Columns], 0, Columns, device: device);
            return Inputs.Discarding(() => operation.Apply(x, indices));
        });
}
