using System.Globalization;
using System.Text.Json;

namespace GpuNet.Runtime.Tests.TensorOps;

/// <summary>One call of an op, and what PyTorch makes of it in double precision (tensor_op_calls.py says what is what).</summary>
/// <param name="Index">Which of the op's calls it is.</param>
/// <param name="Line">The call as it is stored: arguments, shapes, indices.</param>
/// <param name="Floats">The numbers of the floating-point inputs, one input after the other.</param>
/// <param name="Output">What the op gives.</param>
/// <param name="Gradients">The gradients by each floating-point input; empty where there are none.</param>
/// <param name="Second">The gradients of these by what flows in, then by each floating-point input.</param>
public sealed record TensorOpCall(
    int Index, JsonElement Line, double[][] Floats, double[] Output, double[][] Gradients, double[][] Second)
{
    public JsonElement Arguments => Line.GetProperty("arguments");

    /// <summary>"random", "edges" or "large".</summary>
    public string Kind => Line.GetProperty("kind").GetString()!;

    /// <summary>Whether central differences say something: no input sits on a kink or at infinity.</summary>
    public bool IsSmooth => Line.TryGetProperty("smooth", out _) && Gradients.Length > 0;

    public int[] OutputShape => Integers(Line.GetProperty("output"));

    public int ElementCount => Floats.Sum(input => input.Length);

    /// <summary>The extents of all inputs.</summary>
    public IEnumerable<int[]> InputShapes =>
        Line.GetProperty("inputs").EnumerateArray().Select(input => Integers(input.GetProperty("shape")));

    /// <summary>
    /// The size of what is added up in values, gradients and gradients of these, which is what rounding goes by where
    /// large numbers cancel.
    /// </summary>
    public double Scale(int order) => Line.TryGetProperty("scale", out var scale) ? scale[order].GetDouble() : 1;

    public int Int(string name) => Arguments.GetProperty(name).GetInt32();

    public int[] Ints(string name) => Integers(Arguments.GetProperty(name));

    /// <summary>A number, as JSON has it or as text: JSON has neither infinities nor NaN.</summary>
    public double Number(string name) => Arguments.GetProperty(name) is { ValueKind: JsonValueKind.String } text
        ? text.GetString() switch
        {
            "inf" => double.PositiveInfinity,
            "-inf" => double.NegativeInfinity,
            var number => double.Parse(number!, CultureInfo.InvariantCulture),
        }
        : Arguments.GetProperty(name).GetDouble();

    public bool Flag(string name) => Arguments.GetProperty(name).GetBoolean();

    public bool Has(string name) => Arguments.TryGetProperty(name, out _);

    /// <summary>
    /// The inputs on a device, leaves with gradients where they are floating-point numbers. Those of every third call are
    /// rows of a larger tensor, so that they do not begin where their memory does.
    /// </summary>
    public List<Tensor> Inputs(DType dtype, Device device)
    {
        List<Tensor> inputs = [];
        var floats = 0;
        foreach (var input in Line.GetProperty("inputs").EnumerateArray())
        {
            var shape = Shape.Create(Integers(input.GetProperty("shape")));
            if (input.TryGetProperty("integers", out var integers))
            {
                inputs.Add(Tensor.From<int>(Integers(integers), shape, device));
                continue;
            }
            inputs.Add(Leaf(Floats[floats++], shape, dtype, device, isPart: Index % 3 == 2));
            inputs[^1].RequiresGrad = true;
        }
        return inputs;
    }

    public override string ToString() => $"call {Index}: {Line.GetRawText()}";

    private static Tensor Leaf(double[] numbers, Shape shape, DType dtype, Device device, bool isPart)
    {
        if (isPart && shape.Rank is > 0 and < Shape.MaxRank)
            return Leaf([.. numbers.Select(_ => 7.0), .. numbers], Shape.Create([2, .. shape.ToArray()]), dtype, device, false)[1];
        return dtype == DType.Float64
            ? Tensor.From<double>(numbers, shape, device)
            : Tensor.From<float>([.. numbers.Select(number => (float)number)], shape, device);
    }

    private static int[] Integers(JsonElement array) => [.. array.EnumerateArray().Select(element => element.GetInt32())];
}
