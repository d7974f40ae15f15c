namespace GpuNet.Benchmarks.Workloads;

/// <summary>y = f(x) over 16M floats, which is the speed of memory, and over 64K, which stay in a core's second-level cache.</summary>
public static class ElementwiseWorkloads
{
    private static readonly (string Name, int Count)[] Sizes = [("16M", 1 << 24), ("64K", 1 << 16)];

    private static readonly (string Name, Func<Tensor, Tensor> Apply)[] Operations =
    [
        ("relu", x => x.Relu()),
        ("exp", x => x.Exp()),
        ("sigmoid", x => x.Sigmoid()),
        ("tanh", x => x.Tanh()),
        ("gelu", x => x.Gelu()),
    ];

    /// <summary>Each operation at each size.</summary>
    public static IEnumerable<Workload> Create(int limit = WorkloadCatalog.Unlimited) =>
        from size in Sizes
        from operation in Operations
        select Of(operation.Name, size.Name, Math.Min(size.Count, limit), operation.Apply);

    private static Workload Of(string operation, string size, int count, Func<Tensor, Tensor> apply) => new(
        $"{operation}/{size}",
        new Amount(Bytes: 2.0 * sizeof(float) * count),
        device =>
        {
            var x = Inputs.Normal([count], device);
            return Inputs.Discarding(() => apply(x));
        });
}
