namespace GpuNet.Benchmarks.Workloads;

/// <summary>
/// Five cheap elementwise ops one after the other, y = -√(2|x| + 1), over 1M floats: in one kernel, as they run in a scope, and
/// in a kernel each, as they run outside of one.
/// </summary>
public static class ChainWorkloads
{
    private const int Count = 1 << 20;

    /// <summary>The chain in both ways.</summary>
    public static IEnumerable<Workload> Create(int limit = WorkloadCatalog.Unlimited)
    {
        int count = Math.Min(Count, limit);
        var amount = new Amount(Bytes: 2.0 * sizeof(float) * count);
        yield return new("chain/1M", amount, device =>
        {
            var x = Inputs.Normal([count], device);
            return Inputs.Discarding(() => -((x.Abs() * 2) + 1).Sqrt());
        });
        yield return new("chain-apart/1M", amount, device =>
        {
            var x = Inputs.Normal([count], device);
            Func<Tensor, Tensor>[] ops = [y => y * 2, y => y + 1, y => y.Sqrt(), y => -y];
            return () =>
            {
                var y = x.Abs();
                foreach (var op in ops)
                {
                    using var input = y;
                    y = op(input);
                }

                y.Dispose();
            };
        });
    }
}
