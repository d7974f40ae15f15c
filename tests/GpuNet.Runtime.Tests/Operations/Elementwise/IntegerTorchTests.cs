using System.Text.Json;
using GpuNet.TestKit;

namespace GpuNet.Runtime.Tests.Operations;

/// <summary>Operations of integers and truth values: values and types are PyTorch's, which make_integers.py stored.</summary>
public class IntegerTorchTests
{
    private static readonly Dictionary<string, Func<Tensor, Tensor, Tensor>> Operations = new()
    {
        ["divide"] = (a, b) => a / b,
        ["divide_by_number"] = (a, _) => a / 3,
        ["number_divided"] = (_, b) => 7 / b,
        ["floor_divide"] = (a, b) => a.FloorDivide(b),
        ["remainder"] = (a, b) => a.Remainder(b),
        ["fmod"] = (a, b) => a.Fmod(b),
        ["maximum"] = (a, b) => a.Maximum(b),
        ["minimum"] = (a, b) => a.Minimum(b),
        ["max"] = (a, _) => a.Max(),
        ["max_axis"] = (a, _) => a.Max(1),
        ["amax"] = (a, _) => a.Max([0, 1]),
        ["min_axis"] = (a, _) => a.Min(0),
        ["argmax"] = (a, _) => a.ArgMax(1),
        ["argmin"] = (a, _) => a.ArgMin(0),
        ["sort"] = (a, _) => a.Sort(1).Values,
        ["argsort"] = (a, _) => a.ArgSort(1, descending: true),
        ["topk"] = (a, _) => a.TopK(3, 1).Values,
        ["cumulative_sum"] = (a, _) => a.CumulativeSum(1),
        ["cumulative_sum_columns"] = (a, _) => a.CumulativeSum(0),
        ["sum"] = (a, _) => a.Sum(1),
        ["negative"] = (a, _) => -a,
        ["abs"] = (a, _) => a.Abs(),
        ["sign"] = (a, _) => a.Sign(),
        ["square"] = (a, _) => a.Square(),
        ["clamp"] = (a, _) => a.Clamp(2, 9),
        ["product"] = (a, _) => a.Product(),
        ["product_axis"] = (a, _) => a.Product(1),
        ["scatter_add"] = (a, b) => a.ScatterAdd(1, Places(a.Device), b),
        ["index_add"] = (a, b) => a.IndexAdd(0, Tensor.From<int>([1, 3, 0, 2], a.Device), b),
    };

    private static Tensor Places(Device device) =>
        Tensor.From<int>([.. Enumerable.Range(0, 24).Select(i => (i * 7 + 1) % 5)], [4, 6], device);

    [Theory, EveryDevice]
    public void Values_and_types_are_torchs(string id)
    {
        var device = Device.Parse(id);
        var path = Path.Combine(AppContext.BaseDirectory, "Operations", "Fixtures", "integers.json");
        using var cases = JsonDocument.Parse(File.ReadAllText(path));
        foreach (var stored in cases.RootElement.EnumerateArray())
        {
            using var scope = Tape.Scope();
            var type = Enum.Parse<DType>(stored.GetProperty("type").GetString()!);
            var operation = stored.GetProperty("operation").GetString()!;
            var (a, b) = (Read(stored, "a", type, device), Read(stored, "b", type, device));
            var y = Operations[operation](a, b);
            // Indices are Int64 in torch, and Int32 here; as numbers they are the same.
            var isIndex = operation.StartsWith("arg", StringComparison.Ordinal);
            Assert.Equal((type, operation, isIndex ? "Int32" : stored.GetProperty("result").GetString()), (type, operation, $"{y.DType}"));
            var where = $"{type} {operation}";
            if (y.DType == DType.Float32)
            {
                var expected = stored.GetProperty("y").EnumerateArray().Select(value => value.GetSingle()).ToArray();
                if (type == DType.Bool) expected = [.. expected.Select(v => v == -1 ? float.NaN : v == -2 ? float.PositiveInfinity : v)];
                // PyTorch divides by numbers, and numbers, by way of a rounded reciprocal: two roundings, not one.
                var allowed = operation == "divide" ? 0 : 1.2e-7f;
                Assert.All(expected.Zip(y.ToArray()), pair => Assert.True(
                    pair.First.Equals(pair.Second) || MathF.Abs(pair.First - pair.Second) <= allowed * MathF.Abs(pair.First),
                    $"{where}: expected {pair.First}, got {pair.Second}"));
            }
            else
            {
                var expected = stored.GetProperty("y").EnumerateArray().Select(value => value.GetInt64());
                Assert.Equal((where, string.Join(' ', expected)), (where, string.Join(' ', y.To(DType.Int64).ToArray<long>())));
            }
        }
    }

    [Theory, EveryDevice]
    public void What_has_no_quotient_ends_no_program(string id)
    {
        var device = Device.Parse(id);
        using var scope = Tape.Scope();
        var a = Tensor.From<int>([7, -7, int.MinValue, 0], device);
        var zero = Tensor.Zeros([4], DType.Int32, device);
        Assert.Equal([0, 0, 0, 0], a.FloorDivide(zero).ToArray<int>());
        Assert.Equal([0, 0, 0, 0], a.Remainder(zero).ToArray<int>());
        Assert.Equal([0, 0, 0, 0], a.Fmod(zero).ToArray<int>());
        Assert.Equal([-7, 7, int.MinValue, 0], a.FloorDivide(zero - 1).ToArray<int>());
        Assert.Equal([0, 0, 0, 0], a.Remainder(zero - 1).ToArray<int>());
        Assert.Equal([float.PositiveInfinity, float.NegativeInfinity, float.NegativeInfinity, float.NaN], (a / zero).ToArray());
    }

    [Fact]
    public void Long_lines_and_errors()
    {
        using var scope = Tape.Scope();
        var x = Tensor.From<int>([.. Enumerable.Range(0, 5000).Select(i => i * 7919 % 5003)], Device.Cpu);
        Assert.Equal(5002, x.Max().Item());
        Assert.Equal(0, x.ArgMin().Item());
        Assert.Equal(x.ToArray<int>().Sum(v => (long)v), x.CumulativeSum(0)[^1..].Item());
        var error = Assert.Throws<DTypeNotSupportedException>(() => x.FloorDivide(x.To(DType.Float32)));
        Assert.Contains("FloorDivide", error.Message, StringComparison.Ordinal);
        Assert.Contains("got Int32 and Float32", error.Message, StringComparison.Ordinal);
        Assert.Contains("(a / b).Floor()", error.Message, StringComparison.Ordinal);
        Assert.Throws<DTypeNotSupportedException>(() => x / x.To(DType.Int64));
        Assert.Throws<DTypeNotSupportedException>(() => x.Mean());
        Assert.Throws<ShapeMismatchException>(() => Tensor.Zeros([0], DType.Int32).Max());
    }

    private static Tensor Read(JsonElement stored, string name, DType type, Device device) => Tensor.From<long>(
        [.. stored.GetProperty(name).EnumerateArray().Select(value => value.GetInt64())], [4, 6], device).To(type);
}
