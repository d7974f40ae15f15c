using System.Reflection;
using System.Runtime.Intrinsics.X86;
using GpuNet.Engine.IR;

namespace GpuNet.Engine.Backends.Simd;

/// <summary>
/// A choice between the two floats that it compares: <c>a &lt; b ? a : b</c>. That is what the processor's minimum does, which
/// gives the second operand where the comparison is false: for NaN, and for zeros of different signs.
/// </summary>
/// <param name="Name">Min or Max.</param>
/// <param name="First">Given where it is less, or greater.</param>
/// <param name="Second">Given otherwise.</param>
internal sealed record FloatExtremum(string Name, Value First, Value Second)
{
    /// <summary>Null for any other choice.</summary>
    public static FloatExtremum? Of(Instruction select)
    {
        if (!select.Type.IsFloat || select[0] is not Instruction { Operands: [var a, var b] } compare)
            return null;
        bool isKept = select[1].Equals(a) && select[2].Equals(b), isSwapped = select[1].Equals(b) && select[2].Equals(a);
        return compare.Op switch
        {
            Opcode.Lt when isKept => new("Min", a, b),
            Opcode.Lt when isSwapped => new("Max", b, a),
            Opcode.Gt when isKept => new("Max", a, b),
            Opcode.Gt when isSwapped => new("Min", b, a),
            // Not less, not greater.
            Opcode.GeU when isKept => new("Max", b, a),
            Opcode.GeU when isSwapped => new("Min", a, b),
            Opcode.LeU when isKept => new("Min", b, a),
            Opcode.LeU when isSwapped => new("Max", a, b),
            _ => null,
        };
    }

    public MethodInfo Method(VectorApi api, IRType type)
    {
        var processor = api.Lanes switch { 16 => typeof(Avx512F), 8 => typeof(Avx), _ => type.Size == 4 ? typeof(Sse) : typeof(Sse2) };
        return processor.GetMethod(Name, [api.Of(type), api.Of(type)])!;
    }

    public MethodInfo Method(IRType type) => Il.ClrType(type).GetMethod(Name + "Native")!;
}
