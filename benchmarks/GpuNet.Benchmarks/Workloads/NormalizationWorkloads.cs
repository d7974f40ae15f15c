using GpuNet.Kernels;

namespace GpuNet.Benchmarks.Workloads;

/// <summary>
/// Normalization of rows and of columns, forward alone and with its gradients: in a core's cache, in the cache that cores share, and in
/// memory.
/// </summary>
public static class NormalizationWorkloads
{
    private const int Groups = 32;

    private static readonly (int Rows, int Columns)[] Sizes = [(128, 512), (1024, 1024), (4096, 1024), (16384, 1024)];

    /// <summary>Batch, layer, RMS and group normalization in both ways.</summary>
    public static IEnumerable<Workload> Create(int limit = WorkloadCatalog.Unlimited) => Sizes.SelectMany(size => new[]
    {
        Of("batch-norm", size, limit, (x, scale, shift) => Batch(x, scale, shift, default(Identity))),
        Of("batch-norm-relu", size, limit, (x, scale, shift) => Batch(x, scale, shift, default(Relu))),
        Of("layer-norm", size, limit, (x, scale, shift) => Functional.LayerNorm(x, scale.Shape, scale, shift)),
        Of("rms-norm", size, limit, (x, scale, _) => Functional.RmsNorm(x, scale.Shape, scale)),
        Of("group-norm", size, limit, (x, scale, shift) => Functional.GroupNorm(x, Math.Min(Groups, limit), scale, shift)),
    }.SelectMany(workloads => workloads));

    private static Tensor Batch<TActivation>(Tensor x, Tensor scale, Tensor shift, TActivation activation)
        where TActivation : unmanaged, IUnaryOp<TActivation> =>
        Functional.BatchNorm(x, scale, shift, runningMean: null, runningVariance: null, training: true, activation);

    private static IEnumerable<Workload> Of(
        string name, (int Rows, int Columns) size, int limit, Func<Tensor, Tensor, Tensor, Tensor> norm)
    {
        var (rows, columns) = (Math.Min(size.Rows, limit), Math.Min(size.Columns, limit));
        double bytes = (double)sizeof(float) * rows * columns;
        yield return new($"{name}/{size.Rows}x{size.Columns}", new Amount(Bytes: 2 * bytes), device =>
        {
            var (x, scale, shift) = Operands(device);
            return Inputs.Discarding(() => norm(x, scale, shift));
        });
        // Forward reads x and writes y; backward reads x and dy, and writes dx.
        yield return new($"{name}-gradients/{size.Rows}x{size.Columns}", new Amount(Bytes: 5 * bytes), device =>
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
