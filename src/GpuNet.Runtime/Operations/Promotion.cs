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
    /// <exception cref="ArgumentException">The operand's type is one of integers that do not have the number.</exception>
    internal static Tensor NumberFor(Tensor operand, double number)
    {
        ArgumentNullException.ThrowIfNull(operand);
        if (!Has(operand.DType, number))
            throw new ArgumentException(
                $"{number} is no {operand.DType}: convert the tensor first, x.To(DType.Float32).", nameof(number));
        return Tensor.Scalar(number, operand.DType, operand.Device);
    }

    /// <summary>
    /// Whether an op of the kernels, whose parameters are floats, does with a number what a tensor of it would do: not where
    /// <see cref="DType.Float64"/> has more digits.
    /// </summary>
    internal static bool IsParameter(Tensor operand, double number) =>
        operand.DType != DType.Float64 || (float)number == number || double.IsNaN(number);

    private static bool Has(DType type, double number) => type switch
    {
        DType.Int32 => number == Math.Truncate(number) && number is >= int.MinValue and <= int.MaxValue,
        DType.Int64 => number == Math.Truncate(number) && number is >= long.MinValue and < -(double)long.MinValue,
        DType.UInt8 => number == Math.Truncate(number) && number is >= byte.MinValue and <= byte.MaxValue,
        DType.Bool => number is 0 or 1,
        _ => true,
    };
}
