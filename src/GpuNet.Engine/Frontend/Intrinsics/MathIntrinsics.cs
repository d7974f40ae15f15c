using GpuNet.Engine.IR;
using ILGPU;
using ILGPU.Algorithms;

namespace GpuNet.Engine.Frontend.Intrinsics;

/// <summary>
/// Math, MathF and IntrinsicMath. XMath's own bodies call these; only what .NET lacks is listed for it.
/// </summary>
internal static class MathIntrinsics
{
    private static readonly (string Member, Opcode Op)[] FloatFunctions =
    [
        ("Sqrt", Opcode.Sqrt), ("Floor", Opcode.Floor), ("Ceiling", Opcode.Ceiling), ("Truncate", Opcode.RoundToZero),
        ("Exp", Opcode.Exp), ("Log2", Opcode.Log2), ("Log10", Opcode.Log10), ("Pow", Opcode.Pow),
        ("Sin", Opcode.Sin), ("Cos", Opcode.Cos), ("Tan", Opcode.Tan),
        ("Sinh", Opcode.Sinh), ("Cosh", Opcode.Cosh), ("Tanh", Opcode.Tanh),
        ("Asin", Opcode.Asin), ("Acos", Opcode.Acos), ("Atan", Opcode.Atan), ("Atan2", Opcode.Atan2),
        ("CopySign", Opcode.CopySign), ("FusedMultiplyAdd", Opcode.Fma),
    ];

    public static readonly IntrinsicEntry[] Entries =
    [
        .. For(typeof(Math)),
        .. For(typeof(MathF)),
        new(typeof(IntrinsicMath), "Min", call => Order(call, Opcode.Min, Opcode.MinU)),
        new(typeof(IntrinsicMath), "Max", call => Order(call, Opcode.Max, Opcode.MaxU)),
        new(typeof(IntrinsicMath), "Abs", Abs),
        new(typeof(IntrinsicMath), "CopySign", call => OnFloat(call, Opcode.CopySign)),
        new(typeof(XMath), "Exp2", call => call.Emit(Opcode.Exp2)),
        new(typeof(XMath), "Rsqrt", call => call.Emit(Opcode.Rsqrt)),
        new(typeof(float), "Exp2", call => call.Emit(Opcode.Exp2)),
        new(typeof(double), "Exp2", call => call.Emit(Opcode.Exp2)),
        new(typeof(float), "MultiplyAddEstimate", call => call.Emit(Opcode.Fma)),
        new(typeof(double), "MultiplyAddEstimate", call => call.Emit(Opcode.Fma)),
    ];

    private static IEnumerable<IntrinsicEntry> For(Type owner)
    {
        foreach (var (member, op) in FloatFunctions)
            yield return new(owner, member, call => OnFloat(call, op));
        yield return new(owner, "Min", call => Order(call, Opcode.Min, Opcode.MinU));
        yield return new(owner, "Max", call => Order(call, Opcode.Max, Opcode.MaxU));
        yield return new(owner, "Abs", Abs);
        yield return new(owner, "Sign", Sign);
        yield return new(owner, "Clamp", Clamp);
        // The two-argument logarithm is ordinary code over this one, and so are the other roundings.
        yield return new(owner, "Log", call => call.Count == 1 ? call.Emit(Opcode.Log) : null);
        yield return new(owner, "Round", call => call.Count == 1 ? OnFloat(call, Opcode.RoundEven) : null);
        yield return new(owner, "SinCos", SinCos);
    }

    private static StackValue? OnFloat(IntrinsicCall call, Opcode op) =>
        IsNumber(call) && call[0].Type.IsFloat ? call.Emit(op) : null;

    private static StackValue? Order(IntrinsicCall call, Opcode signed, Opcode unsigned) =>
        IsNumber(call) ? call.Emit(Conversions.IsUnsigned(call.ParameterType(0)) ? unsigned : signed) : null;

    private static StackValue? Abs(IntrinsicCall call) =>
        IsNumber(call) ? call.Values.Coerce(call.Emit(Opcode.Abs), call.ReturnType) : null;

    /// <summary>1, 0 or -1; 0 for NaN, where .NET throws.</summary>
    private static StackValue? Sign(IntrinsicCall call)
    {
        if (!IsNumber(call))
            return null;
        var zero = Constant.Zero(call[0].Type);
        var negative = call.Builder.Select(
            call.Builder.Emit(Opcode.Lt, IRType.Int1, call[0], zero), Constant.Int32(-1), Constant.Int32(0));
        var isPositive = call.Builder.Emit(Opcode.Gt, IRType.Int1, call[0], zero);
        return StackValue.Of(call.Builder.Select(isPositive, Constant.Int32(1), negative));
    }

    /// <summary>NaN stays NaN. .NET throws for bounds in the wrong order; here the lower bound wins.</summary>
    private static StackValue? Clamp(IntrinsicCall call)
    {
        if (!IsNumber(call))
            return null;
        bool unsigned = Conversions.IsUnsigned(call.ParameterType(0));
        var above = call.Builder.Emit(unsigned ? Opcode.GtU : Opcode.Gt, IRType.Int1, call[0], call[2]);
        var below = call.Builder.Emit(unsigned ? Opcode.LtU : Opcode.Lt, IRType.Int1, call[0], call[1]);
        return StackValue.Of(call.Builder.Select(below, call[1], call.Builder.Select(above, call[2], call[0])));
    }

    private static StackValue? SinCos(IntrinsicCall call) =>
        StackValue.Struct(call.ReturnType, call.Emit(Opcode.Sin).Value, call.Emit(Opcode.Cos).Value);

    /// <summary>Not for decimal or Half.</summary>
    private static bool IsNumber(IntrinsicCall call) => call.Operands[0].IsScalar;
}
