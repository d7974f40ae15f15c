namespace GpuNet.Models;

/// <summary>
/// y = x1 A x2 + b for each output: a product of every element of one input with every element of the other. Parameters: <c>weight</c>
/// [outputs, firstInputs, secondInputs], <c>bias</c> [outputs]. As torch.nn.Bilinear.
/// </summary>
[CatalogueEntry("bilinear", "y = x1 A x2 + b", "torch.nn.Bilinear")]
public sealed class Bilinear : Module
{
    private readonly int _first;

    /// <summary>Creates a layer; parameters start as torch's do, uniform within ±1 / √firstInputs.</summary>
    /// <param name="firstInputs">The number of features of a row of the first input.</param>
    /// <param name="secondInputs">The number of features of a row of the second input.</param>
    /// <param name="outputs">The number of values put out for a row.</param>
    /// <param name="generator">Draws the initial values.</param>
    /// <param name="hasBias">Whether b is there.</param>
    /// <param name="device">Where the parameters are; <see cref="Device.Default"/> if left out.</param>
    /// <param name="dtype">Their type: <see cref="DType.Float32"/> or <see cref="DType.Float64"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive.</exception>
    public Bilinear(
        int firstInputs,
        int secondInputs,
        int outputs,
        Generator generator,
        bool hasBias = true,
        Device? device = null,
        DType dtype = DType.Float32)
    {
        _first = Require.AtLeast(nameof(Bilinear), 1, firstInputs, nameof(firstInputs));
        Require.AtLeast(nameof(Bilinear), 1, secondInputs, nameof(secondInputs));
        Require.AtLeast(nameof(Bilinear), 1, outputs, nameof(outputs));
        ArgumentNullException.ThrowIfNull(generator);
        double bound = 1 / Math.Sqrt(firstInputs);
        Weight = AddParameter("weight", generator.Uniform([outputs, firstInputs, secondInputs], -bound, bound, device).To(dtype));
        if (hasBias)
            Bias = AddParameter("bias", generator.Uniform([outputs], -bound, bound, device).To(dtype));
    }

    /// <summary>A [outputs, firstInputs, secondInputs].</summary>
    public Tensor Weight { get; }

    /// <summary>b [outputs], or null.</summary>
    public Tensor? Bias { get; }

    /// <inheritdoc/>
    public override long CountOperations(Shape input, Shape output) => 2L * output.Count * (_first * Weight.Shape[2] + _first) + (Bias is null ? 0 : output.Count);

    /// <summary>The layer on both inputs side by side, [..., firstInputs + secondInputs].</summary>
    /// <exception cref="ShapeMismatchException">The input has another shape.</exception>
    protected override Tensor Compute(Tensor input)
    {
        if (input.Rank == 0 || input.Shape[^1] != _first + Weight.Shape[2])
            throw new ShapeMismatchException(nameof(Bilinear), $"input [..., {_first} + {Weight.Shape[2]}]", input.Shape.ToString());
        var rows = Rows(input);
        return InShapeOf(input, Forward(rows[.., .._first], rows[.., _first..]));
    }

    /// <summary>The layer on two inputs.</summary>
    /// <param name="first">x1, [..., firstInputs].</param>
    /// <param name="second">x2, [..., secondInputs].</param>
    /// <exception cref="ShapeMismatchException">The inputs have other shapes.</exception>
    public Tensor Forward(Tensor first, Tensor second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        if (first.Rank == 0 || second.Rank == 0 || first.Shape[^1] != _first || second.Shape[^1] != Weight.Shape[2]
            || !first.Shape.Dimensions[..^1].SequenceEqual(second.Shape.Dimensions[..^1]))
            throw new ShapeMismatchException(
                nameof(Bilinear), $"first [..., {_first}] and second [..., {Weight.Shape[2]}]", $"{first.Shape} and {second.Shape}");
        int outputs = Weight.Shape[0];
        // x2 with all rows of A at once, [rows, outputs, firstInputs], then with x1.
        var mapped = Rows(second).MatMul(Weight.Reshape(outputs * _first, -1), transposeOther: true);
        var products = mapped.Reshape(-1, outputs, _first) * first.Reshape(-1, 1, _first);
        var y = products.Sum(axis: 2);
        return InShapeOf(first, Bias is null ? y : y + Bias);
    }

    private static Tensor Rows(Tensor x) => x.Rank == 2 ? x : x.Reshape(x.Count / Math.Max(x.Shape[^1], 1), x.Shape[^1]);

    private static Tensor InShapeOf(Tensor x, Tensor y) =>
        x.Rank == 2 ? y : y.Reshape([.. x.Shape.Dimensions[..^1], y.Shape[^1]]);
}
