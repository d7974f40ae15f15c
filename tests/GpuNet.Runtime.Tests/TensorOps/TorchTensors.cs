using System.Runtime.InteropServices;
using GpuNet.Models.Persistence;

namespace GpuNet.Runtime.Tests.TensorOps;

/// <summary>The stored inputs, outputs and gradients (make_tensor_ops.py).</summary>
internal static class TorchTensors
{
    private static readonly Lazy<SafetensorsFile> Stored = new(() => SafetensorsFile.Open(
        Path.Combine(AppContext.BaseDirectory, "TensorOps", "Fixtures", "tensor_ops.safetensors")));

    public static IEnumerable<string> Keys => Stored.Value.Entries
        .Where(entry => entry.Name.EndsWith(".out", StringComparison.Ordinal))
        .Select(entry => entry.Name[..^".out".Length]);

    public static bool Has(string name) => Stored.Value.Contains(name);

    public static int[] Shape(string name) => [.. Stored.Value[name].Shape.Select(extent => (int)extent)];

    /// <summary>The numbers of a tensor, of whatever type.</summary>
    public static double[] Numbers(string name)
    {
        byte[] bytes;
        lock (Stored) bytes = Stored.Value.ReadBytes(name); // tests run side by side, over one file
        return IsInteger(name)
            ? [.. MemoryMarshal.Cast<byte, int>(bytes).ToArray().Select(number => (double)number)]
            : MemoryMarshal.Cast<byte, double>(bytes).ToArray();
    }

    /// <summary>A case's inputs on a device, leaves with gradients where they are floating-point numbers.</summary>
    public static List<Tensor> Inputs(string key, DType dtype, Device device)
    {
        List<Tensor> inputs = [];
        for (var name = $"{key}.in0"; Has(name); name = $"{key}.in{inputs.Count}")
        {
            var (numbers, shape) = (Numbers(name), GpuNet.Shape.Create(Shape(name)));
            if (IsInteger(name))
            {
                inputs.Add(Tensor.From<int>([.. numbers.Select(number => (int)number)], shape, device));
                continue;
            }
            inputs.Add(dtype == DType.Float64
                ? Tensor.From<double>(numbers, shape, device)
                : Tensor.From<float>([.. numbers.Select(number => (float)number)], shape, device));
            inputs[^1].RequiresGrad = true;
        }
        return inputs;
    }

    /// <summary>What outputs are weighted by to get gradients: the script's weights(n).</summary>
    public static double[] Weights(int count)
    {
        const double GoldenRatio = 0.6180339887498949;
        return [.. Enumerable.Range(0, count).Select(k => 0.5 + k * GoldenRatio % 1.0)];
    }

    private static bool IsInteger(string name) => Stored.Value[name].DType == SafetensorsDType.I32;
}
