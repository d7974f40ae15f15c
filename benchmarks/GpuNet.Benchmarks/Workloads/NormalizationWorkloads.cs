namespace GpuNet.Benchmarks.Workloads;

/// <summary>Normalization of 16384 rows of 1024 floats, forward alone and with its gradients.</summary>
public static class NormalizationWorkloads
{
    private const int Rows = 16384;
    private const int Columns = 1024;

    /// <summary>Layer normalization in both ways.</summary>
    public static IEnumerable<Workload> Create(int limit = WorkloadCatalog.Unlimited)
    {
        var (rows, columns) = (Math.Min(Rows, limit), Math.Min(Columns, limit));
        double bytes = (double)sizeof(float) * rows * columns;
        yield return new($"layer-norm/{Rows}x{Columns}", new Amount(Bytes: 2 * bytes), device =>
        {
            var (x, weight, bias) = Operands(device);
            return Inputs.Discarding(() => Functional.LayerNorm(x, [columns], weight, bias));
        });
        // Forward reads x and writes y; backward reads x and dy, and writes dx.
        yield return new($"layer-norm-gradients/{Rows}x{Columns}", new Amount(Bytes: 5 * bytes), device =>
        {
            var (x, weight, bias) = Operands(device);
            var dy = Inputs.Normal([rows, columns], device);
            x.RequiresGrad = weight.RequiresGrad = bias.RequiresGrad = true;
            return () =>
            {
                using var scope = Tape.Scope();
                x.ZeroGrad();
                weight.ZeroGrad();
                bias.ZeroGrad();
                Functional.LayerNorm(x, [columns], weight, bias).Backward(dy);
            };
        });

        (Tensor X, Tensor Weight, Tensor Bias) Operands(Device device) => (
            Inputs.Normal([rows, columns], device), Tensor.Ones([columns], device: device), Tensor.Zeros([columns], device: device));
    }
}
