namespace GpuNet.Engine.Frontend.Intrinsics;

/// <summary>
/// Conversions of generic math: <c>T.CreateTruncating(x)</c> and its kin between primitive types are casts.
/// </summary>
internal static class NumberIntrinsics
{
    private static readonly Type[] Primitives =
    [
        typeof(sbyte), typeof(byte), typeof(short), typeof(ushort), typeof(int), typeof(uint),
        typeof(long), typeof(ulong), typeof(nint), typeof(nuint), typeof(float), typeof(double),
    ];

    public static readonly IntrinsicEntry[] Entries =
    [
        .. Primitives.SelectMany(type => new IntrinsicEntry[]
        {
            new(type, "CreateChecked", Create),
            new(type, "CreateTruncating", Create),
            new(type, "CreateSaturating", CreateSaturating),
        }),
    ];

    private static StackValue? Create(IntrinsicCall call)
    {
        var from = call.TypeArgument(0);
        if (!from.IsPrimitive)
            return null;
        // Floats saturate at the bounds of a small integer, which a cast does not.
        return call[0].Type.IsFloat && call.SizeOf(call.Owner) < 4 ? null
            : call.Translation.Conversions.Cast(call.Operands[0], from, call.Owner);
    }

    /// <summary>
    /// Saturation is what a cast does where the target is a float, or the source is one and the target not small.
    /// </summary>
    private static StackValue? CreateSaturating(IntrinsicCall call) =>
        TypeLayout.Of(call.Owner).Leaves[0].Type.IsFloat
            || call.Operands[0] is { IsScalar: true, Value.Type.IsFloat: true } ? Create(call) : null;
}
