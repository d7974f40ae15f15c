using GpuNet.Engine.IR;

namespace GpuNet.Engine.Frontend;

/// <summary>Local arrays of two and more dimensions, row by row: a pointer and a length for each dimension.</summary>
internal static class RectangularArrays
{
    public static StackValue Create(IRBuilder builder, Type type, Value[] lengths, bool clear)
    {
        long count = 1;
        foreach (var length in lengths)
        {
            if (length is not Constant { Bits: >= 0 } constant)
                throw new NotSupportedException(
                    "the lengths of a local array have to be constants; "
                    + "use new T[constant, constant], or views for variable sizes");
            count *= constant.Bits;
        }
        var elements = LocalArrays.Create(builder, type.GetElementType()!, count, clear);
        return StackValue.Struct(type, [elements[0], .. lengths]);
    }

    /// <summary>The accessors that the runtime gives every array type: Get, Set and Address.</summary>
    public static StackValue Access(ValueAccess values, IRBuilder builder, Callee accessor, StackValue[] operands)
    {
        if (operands[0] is not { IsStruct: true, Type: { } type })
            throw new NotSupportedException(
                operands[0].Token is Poison ? ""
                : "an array is used that the kernel did not create; pass an ArrayView as a kernel argument");
        var element = type.GetElementType()!;
        var index = builder.Resize(LinearIndex(builder, operands), IRType.Int64, signed: true);
        var address = builder.Offset(operands[0][0], index, TypeLayout.Of(element).Size);
        switch (accessor.Method.Name)
        {
            case "Get":
                return values.Load(address, element);
            case "Set":
                values.Store(address, operands[^1], element);
                return default;
            default:
                return StackValue.Pointer(address, element);
        }
    }

    public static StackValue Length(IRBuilder builder, StackValue array)
    {
        var product = array[1];
        for (int dimension = 2; dimension < array.Count; dimension++)
            product = builder.Binary(Opcode.Mul, product, array[dimension]);
        return StackValue.Of(product);
    }

    /// <summary>The length in a dimension that may be computed.</summary>
    public static Value Length(IRBuilder builder, StackValue array, Value dimension)
    {
        if (dimension is Constant { Bits: var number })
        {
            return number >= 0 && number < array.Count - 1
                ? array[1 + (int)number]
                : throw new NotSupportedException($"an array has no dimension {number}; the first is 0");
        }

        var length = array[array.Count - 1];
        for (int other = array.Count - 2; other >= 1; other--)
            length = builder.Select(builder.Emit(Opcode.Eq, IRType.Int1, dimension, Constant.Int32(other - 1)), array[other], length);
        return length;
    }

    private static Value LinearIndex(IRBuilder builder, StackValue[] operands)
    {
        var array = operands[0];
        var index = operands[1].Value;
        for (int dimension = 2; dimension < array.Count; dimension++)
            index = builder.Binary(
                Opcode.Add, builder.Binary(Opcode.Mul, index, array[dimension]), operands[dimension].Value);
        return index;
    }
}
