namespace GpuNet.Benchmarks.Workloads;

/// <summary>Work along the rows of 16M floats: sums and softmax.</summary>
public static class ReductionWorkloads
{
    private const int Rows = 16384;
    private const int Columns = 1024;

    /// <summary>The sum of everything, the sum of each row, softmax of each row.</summary>
    public static IEnumerable<Workload> Create(int limit = WorkloadCatalog.Unlimited)
    {
        var (rows, columns) = (Math.Min(Rows, limit), Math.Min(Columns, limit));
        double bytes = (double)sizeof(float) * rows * columns;
        yield return Of("sum/16M", bytes, x => x.Sum());
        yield return Of($"row-sums/{Rows}x{Columns}", bytes, x => x.Sum(axis: 1));
        yield return Of($"softmax/{Rows}x{Columns}", 2 * bytes, x => x.Softmax());

        Workload Of(string name, double moved, Func<Tensor, Tensor> apply) => new(name, new Amount(Bytes: moved), device =>
        {
            var x = Inputs.Normal([rows, columns], device);
            return Inputs.Discarding(() => apply(x));
        });
    }
}
