using System.Numerics.Tensors;

namespace GpuNet.Benchmarks.Comparison;

/// <summary>.NET's own vector functions, on one thread: the peer for elementwise work in cache.</summary>
internal sealed class TensorPrimitivesSystem : ISystem
{
    public const string SystemName = "tensor-primitives";

    private delegate void Function(ReadOnlySpan<float> x, Span<float> y);

    private static readonly Dictionary<string, Function> Functions = new()
    {
        ["relu"] = static (x, y) => TensorPrimitives.Max(x, 0, y),
        ["exp"] = TensorPrimitives.Exp,
        ["sigmoid"] = TensorPrimitives.Sigmoid,
        ["tanh"] = TensorPrimitives.Tanh,
    };

    private static readonly Dictionary<string, int> Counts = new() { ["16M"] = 1 << 24, ["64K"] = 1 << 16 };

    public string Name => SystemName;

    public Action? Prepare(string workload)
    {
        if (workload.Split('/') is not [var function, var size]
            || !Functions.TryGetValue(function, out var apply)
            || !Counts.TryGetValue(size, out int count))
            return null;
        float[] x = new float[count], y = new float[count];
        var random = new Random(1);
        for (int i = 0; i < count; i++)
            x[i] = (random.NextSingle() * 6) - 3;
        return () => apply(x, y);
    }

    public void Synchronize()
    {
    }

    public void Release() => GC.Collect();
}
