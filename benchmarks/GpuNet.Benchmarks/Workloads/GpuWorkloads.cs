using GpuNet.Models;

namespace GpuNet.Benchmarks.Workloads;

/// <summary>
/// Work for large GPUs: products of 4096 x 4096 floats and 8192 x 8192 bfloat16 numbers, elementwise work and softmax over 256M
/// floats beside a plain copy, and training steps of a large MLP and of a small one. Processors leave it out.
/// </summary>
public static class GpuWorkloads
{
    private const int Count = 1 << 28, Columns = 1024;

    /// <summary>What the names of these workloads start with.</summary>
    public const string Prefix = "gpu/";

    private static readonly MultilayerPerceptron NetD = new(784, [4096, 4096], 10);
    private static readonly MultilayerPerceptron NetE = new(64, [128], 10);

    /// <summary>Each of them.</summary>
    public static IEnumerable<Workload> Create(int limit = WorkloadCatalog.Unlimited)
    {
        yield return Product("matmul/4096", Math.Min(4096, limit));
        yield return Product("matmul-bf16/8192", Math.Min(8192, limit), Precision.BFloat16);
        yield return Pass("copy/256M", limit, x => x.Clone());
        yield return Pass("relu/256M", limit, x => x.Relu());
        yield return Pass("exp/256M", limit, x => x.Exp());
        yield return Pass("gelu/256M", limit, x => x.Gelu());
        yield return Pass("softmax/256M", limit, x => x.Softmax());
        yield return TrainingStepWorkloads.ByAdam($"{Prefix}step/d", NetD, batch: 8192, limit);
        yield return TrainingStepWorkloads.ByAdam($"{Prefix}step/d/bf16", NetD, batch: 8192, limit, Precision.BFloat16);
        yield return TrainingStepWorkloads.ByAdam($"{Prefix}step/e", NetE, batch: 64, limit);
    }

    private static Workload Product(string name, int side, Precision precision = Precision.Float32) =>
        new(Prefix + name, new Amount(Operations: 2.0 * side * side * side), device =>
        {
            Tensor a = Inputs.Normal([side, side], device), b = Inputs.Normal([side, side], device);
            // The operands are rounded in the first run, and stay rounded.
            return Inputs.Discarding(() =>
            {
                using var autocast = Autocast.To(precision);
                return a.MatMul(b);
            });
        });

    private static Workload Pass(string name, int limit, Func<Tensor, Tensor> apply)
    {
        var (rows, columns) = (Math.Min(Count / Columns, limit), Math.Min(Columns, limit));
        return new(Prefix + name, new Amount(Bytes: 2.0 * sizeof(float) * rows * columns), device =>
        {
            var x = Inputs.Normal([rows, columns], device);
            return Inputs.Discarding(() => apply(x));
        });
    }
}
