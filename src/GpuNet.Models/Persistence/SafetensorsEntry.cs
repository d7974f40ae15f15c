namespace GpuNet.Models.Persistence;

/// <summary>One tensor as a safetensors header describes it.</summary>
/// <param name="Name">The tensor's name, such as <c>0.weight</c>.</param>
/// <param name="DType">Its element type.</param>
/// <param name="Shape">Its dimensions, outermost first; empty for a scalar.</param>
/// <param name="Begin">The offset of its first byte, counted from the end of the header.</param>
/// <param name="End">The offset one past its last byte.</param>
public sealed record SafetensorsEntry(
    string Name, SafetensorsDType DType, IReadOnlyList<long> Shape, long Begin, long End)
{
    /// <summary>The number of elements: the product of <see cref="Shape"/>.</summary>
    public long ElementCount => (End - Begin) / DType.SizeInBytes();

    /// <summary>The shape as text, such as <c>[10, 64]</c>.</summary>
    public string ShapeText => $"[{string.Join(", ", Shape)}]";
}
