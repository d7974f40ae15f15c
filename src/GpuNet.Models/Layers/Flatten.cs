namespace GpuNet.Models;

/// <summary>Joins dimensions: [rows, ...] to [rows, features], unless told which.</summary>
/// <param name="startAxis">The first dimension to join; -1 is the last.</param>
/// <param name="endAxis">The last one.</param>
[CatalogueEntry("flatten", "[rows, ...] to [rows, features]", "torch.nn.Flatten")]
public sealed class Flatten(int startAxis = 1, int endAxis = -1) : Module
{
    /// <inheritdoc/>
    /// <exception cref="ShapeMismatchException">The input has no such dimensions, or the first comes after the last.</exception>
    protected override Tensor Compute(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        int start = startAxis < 0 ? startAxis + input.Rank : startAxis, end = endAxis < 0 ? endAxis + input.Rank : endAxis;
        if (start < 0 || start > end || end >= input.Rank)
            throw new ShapeMismatchException(nameof(Flatten), $"an input with dimensions {startAxis} to {endAxis}", input.Shape.ToString());
        var dimensions = input.Shape.Dimensions;
        int joined = 1;
        foreach (int size in dimensions[start..(end + 1)])
            joined *= size;
        return input.Reshape([.. dimensions[..start], joined, .. dimensions[(end + 1)..]]);
    }
}
