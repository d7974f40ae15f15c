using GpuNet.Kernels;

namespace GpuNet.Benchmarks.Workloads;

/// <summary>Normalization of rows and of columns, forward alone and with its gradients.</summary>
public static class NormalizationWorkloads
{
    private const int Columns = 1024;
    private const int LayerRows = 16384;
    private const int BatchRows = 4096;

    /// <summary>Layer and batch normalization in both ways.</summary>
    public static IEnumerable<Workload> Create(int limit = WorkloadCatalog.Unlimited)
    {
        int columns = Math.Min(Columns, limit);
        return
        [
            .. Of("layer-norm", LayerRows, limit, (x, scale, shift) => Functional.LayerNorm(x, [columns], scale, shift)),
            .. Of("batch-norm", BatchRows, limit, (x, scale, shift) =>
                Functional.BatchNorm(x, scale, shift, runningMean: null, runningVariance: null, training: true)),
            .. Of("batch-norm-relu", BatchRows, limit, (x, scale, shift) => Functional.BatchNorm(
                x, scale, shift, runningMean: null, runningVariance: null, training: true, new Relu())),
        ];
    }

    private static IEnumerable<Workload> Of(string name, int allRows, int limit, Func<Tensor, Tensor, Tensor, Tensor> norm)
    {
        var (rows, columns) = (Math.Min(allRows, limit), Math.Min(Columns, limit));
        double bytes = (double)sizeof(float) * rows * columns;
        yield return new($"{name}/{allRows}x{Columns}", new Amount(Bytes: 2 * bytes), device =>
        {
            var (x, scale, shift) = Operands(device);
            return Inputs.Discarding(() => norm(x, scale, shift));
        });
        // Forward reads x and writes y; backward reads x and dy, and writes dx.
        yield return new($"{name}-gradients/{allRows}x{Columns}", new Amount(Bytes: 5 * bytes), device =>
        {
            var (x, scale, shift) = Operands(device);
            var dy = Inputs.Normal([rows, columns], device);
            x.RequiresGrad = scale.RequiresGrad = shift.RequiresGrad = true;
            return () =>
            {
                using var scope = Tape.Scope();
                x.ZeroGrad();
                scale.ZeroGrad();
                shift.ZeroGrad();
                norm(x, scale, shift).Backward(dy);
            };
        });

        (Tensor X, Tensor Scale, Tensor Shift) Operands(Device device) => (
            Inputs.Normal([rows, columns], device), Tensor.Ones([columns], device: device), Tensor.Zeros([columns], device: device));
    }
}
