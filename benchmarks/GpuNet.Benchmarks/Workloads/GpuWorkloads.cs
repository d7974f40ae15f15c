using GpuNet.Kernels;
using GpuNet.Models;
using ILGPU;
using ILGPU.Runtime;

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
        yield return NarrowProduct("matmul-bf16/8192", Math.Min(8192, limit));
        yield return Pass("copy/256M", limit, x => x.Clone());
        yield return Pass("relu/256M", limit, x => x.Relu());
        yield return Pass("exp/256M", limit, x => x.Exp());
        yield return Pass("gelu/256M", limit, x => x.Gelu());
        yield return Pass("softmax/256M", limit, x => x.Softmax());
        yield return TrainingStepWorkloads.ByAdam($"{Prefix}step/d", NetD, batch: 8192, limit);
        yield return TrainingStepWorkloads.ByAdam($"{Prefix}step/d/bf16", NetD, batch: 8192, limit, Precision.BFloat16);
        yield return TrainingStepWorkloads.ByAdam($"{Prefix}step/e", NetE, batch: 64, limit);
    }

    private static Workload Product(string name, int side) => new(Prefix + name, AmountOf(side), device =>
    {
        Tensor a = Inputs.Normal([side, side], device), b = Inputs.Normal([side, side], device);
        return Inputs.Discarding(() => a.MatMul(b));
    });

    /// <summary>The kernel alone, of operands that are bfloat16 already. Devices without tensor cores have nothing to do.</summary>
    private static Workload NarrowProduct(string name, int side) => new(Prefix + name, AmountOf(side), device =>
    {
        if (device.Kind != DeviceKind.Cuda) return () => { };
        var kernel = device.Accelerator.LoadStreamKernel<
            ArrayView<short>, ArrayView<short>, ArrayView<float>, ArrayView<float>, BufferedShape, StoreSum>(
            TensorCoreMatMul.Kernel<TensorTile128x256, TensorBFloat16, AdjacentSteps, AdjacentLines, StoreSum, PortableMath>);
        ArrayView<short> a = Operand().View, b = Operand().View;
        ArrayView<float> c = device.Accelerator.Allocate1D<float>((long)side * side).View;
        var groups = new KernelConfig(
            new Index1D(TensorCoreMatMul.Groups<TensorTile128x256>(side, side)), new Index1D(TensorTile128x256.Items),
            SharedMemoryConfig.RequestDynamic<float>(TensorCoreMatMul.SharedFloats<TensorTile128x256>()));
        var shape = BufferedShape.Of(MatMulShape.Dense(side, side, side), a, b, c);
        return () => kernel(groups, a, b, c, c, shape, default);

        MemoryBuffer1D<short, Stride1D.Dense> Operand()
        {
            var numbers = new Random(1);
            return device.Accelerator.Allocate1D(
                [.. Enumerable.Range(0, side * side).Select(_ => (short)(BitConverter.SingleToInt32Bits(numbers.NextSingle() - 0.5f) >> 16))]);
        }
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

    private static Amount AmountOf(int side) => new(Operations: 2.0 * side * side * side);
}
