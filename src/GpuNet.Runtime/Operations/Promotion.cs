namespace GpuNet.Operations;

/// <summary>What happens where two element types meet: a mask counts as 1 and 0 of the other operand's type.</summary>
internal static class Promotion
{
    /// <summary>The operands, a mask beside numbers as numbers of their type.</summary>
    internal static (Tensor A, Tensor B) OfMasks(Tensor a, Tensor b)
    {
        if (a.DType == DType.Bool) return (a.To(b.DType), b);
        return b.DType == DType.Bool ? (a, b.To(a.DType)) : (a, b);
    }

    /// <summary>A number as a tensor of the operand's type, to stand beside it.</summary>
    /// <exception cref="ArgumentException">The operand holds integers, and the number is none.</exception>
    internal static Tensor NumberFor(Tensor operand, float number)
    {
        if (!operand.DType.IsFloatingPoint() && number != MathF.Truncate(number))
            throw new ArgumentException(
                $"{number} is no {operand.DType}: convert the tensor first, x.To(DType.Float32).", nameof(number));
        return Tensor.Scalar(number, operand.DType, operand.Device);
    }
}
