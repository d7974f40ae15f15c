using System.Reflection;
using System.Runtime.CompilerServices;
using GpuNet.Engine.IR;

namespace GpuNet.Engine.Frontend.Intrinsics;

/// <summary>
/// What .NET's own compiler expands: Unsafe, typeof comparisons, array initializers, capability tests.
/// </summary>
internal static class RuntimeIntrinsics
{
    public static readonly IntrinsicEntry[] Entries =
    [
        new(typeof(Type), "GetTypeFromHandle", call => call.Operands[0]),
        new(typeof(Type), "op_Equality", call => CompareTypes(call, equal: true)),
        new(typeof(Type), "op_Inequality", call => CompareTypes(call, equal: false)),
        new(typeof(EqualityComparer<>), "get_Default", call => StackValue.OfToken(new HostObject(call.ReturnType))),
        new(typeof(Replacements), nameof(Replacements.AreEqualEnums), call =>
            StackValue.Of(call.Translation.Arithmetic.Compare(Opcode.Eq, call.Operands[1], call.Operands[2]))),
        new(typeof(RuntimeHelpers), "IsReferenceOrContainsReferences", _ => IntrinsicCall.Bool(false)),
        new(typeof(RuntimeHelpers), "IsKnownConstant", _ => IntrinsicCall.Bool(false)),
        new(typeof(RuntimeHelpers), "InitializeArray", InitializeArray),
        new(typeof(Array), "get_Length", call =>
            call.Operands[0].IsStruct ? RectangularArrays.Length(call.Builder, call.Operands[0]) : null),
        new(typeof(Array), "get_LongLength", call => call.Operands[0].IsStruct
            ? StackValue.Of(call.Builder.Resize(RectangularArrays.Length(call.Builder, call.Operands[0]).Value, IRType.Int64, signed: true))
            : null),
        new(typeof(Array), "get_Rank", call =>
            call.Operands[0].IsStruct ? StackValue.Of(Constant.Int32(call.Operands[0].Count - 1)) : null),
        new(typeof(Array), "GetLength", call =>
            call.Operands[0].IsStruct ? StackValue.Of(RectangularArrays.Length(call.Builder, call.Operands[0], call[1])) : null),
        new(typeof(Array), "GetLowerBound", call => call.Operands[0].IsStruct ? StackValue.Of(Constant.Int32(0)) : null),
        new(typeof(Array), "GetUpperBound", call => call.Operands[0].IsStruct
            ? call.Emit(Opcode.Sub, IRType.Int32, RectangularArrays.Length(call.Builder, call.Operands[0], call[1]), Constant.Int32(1))
            : null),
        new(typeof(Enum), "HasFlag", HasFlag),
        new(typeof(Unsafe), "SizeOf", call => StackValue.Of(Constant.Int32(call.SizeOf(call.TypeArgument(0))))),
        new(typeof(Unsafe), "As", call =>
            call.Count == 1 && call.Operands[0].IsPointer ? Reinterpret(call, call.TypeArgument(1)) : null),
        new(typeof(Unsafe), "AsRef", call => Reinterpret(call, call.TypeArgument(0))),
        new(typeof(Unsafe), "AsPointer", call => call.Operands[0]),
        new(typeof(Unsafe), "Add", call => Advance(call, call.SizeOf(call.TypeArgument(0)))),
        new(typeof(Unsafe), "AddByteOffset", call => Advance(call, 1)),
        new(typeof(Unsafe), "BitCast", BitCast),
        new(typeof(Unsafe), "SkipInit", _ => IntrinsicCall.Nothing),
        new(typeof(Unsafe), "ReadUnaligned", call =>
            call.Values.Load(call.Values.AsPointer(call.Operands[0]), call.TypeArgument(0))),
        new(typeof(Unsafe), "WriteUnaligned", WriteUnaligned),
    ];

    /// <summary>
    /// Devices have none of the processor's vector instructions: their tests are false, and portable code is taken.
    /// </summary>
    public static Intrinsic? FindCapability(Type owner, string member) =>
        member is "get_IsSupported" or "get_IsHardwareAccelerated" && owner.Assembly == typeof(object).Assembly
            ? _ => IntrinsicCall.Bool(false)
            : null;

    private static StackValue? CompareTypes(IntrinsicCall call, bool equal) =>
        call.Operands[0].Token is Type first && call.Operands[1].Token is Type second
            ? IntrinsicCall.Bool(first == second == equal)
            : null;

    /// <summary>C# boxes both sides; nothing is left of that.</summary>
    private static StackValue? HasFlag(IntrinsicCall call)
    {
        if (call.Operands is not [{ Token: BoxedValue left }, { Token: BoxedValue right }])
            return null;
        var (value, flag) = (left.Value, right.Value);
        var common = call.Translation.Arithmetic.Binary(Opcode.And, value, flag);
        return StackValue.Of(call.Translation.Arithmetic.Compare(Opcode.Eq, common, flag));
    }

    private static StackValue? Reinterpret(IntrinsicCall call, Type target) =>
        StackValue.Pointer(call.Values.AsPointer(call.Operands[0]), target);

    private static StackValue? Advance(IntrinsicCall call, int scale) =>
        StackValue.Pointer(
            call.Builder.Offset(call.Values.AsPointer(call.Operands[0]), call.Index(1), scale), call.Operands[0].Type);

    private static StackValue? WriteUnaligned(IntrinsicCall call)
    {
        call.Values.Store(call.Values.AsPointer(call.Operands[0]), call.Operands[1], call.TypeArgument(0));
        return IntrinsicCall.Nothing;
    }

    /// <summary>Through memory: the optimizer makes scalars of it where it can.</summary>
    private static StackValue? BitCast(IntrinsicCall call)
    {
        var (from, to) = (TypeLayout.Of(call.TypeArgument(0)), TypeLayout.Of(call.TypeArgument(1)));
        var address = call.Builder.Alloca(Math.Max(from.Size, to.Size), Math.Max(from.Alignment, to.Alignment));
        call.Values.Store(address, call.Operands[0], from.Type);
        return call.Values.Load(address, to.Type);
    }

    private static StackValue? InitializeArray(IntrinsicCall call)
    {
        if (call.Operands[1].Token is not FieldInfo field
            || call.Operands[0] is not { IsStruct: true, Type.IsArray: true } target)
            return null;
        var element = target.Type!.GetElementType()!;
        var layout = TypeLayout.Of(element);
        int length = (int)((Constant)target[1]).Bits;
        var data = Array.CreateInstance(element, length);
        RuntimeHelpers.InitializeArray(data, field.FieldHandle);
        ref byte bytes = ref System.Runtime.InteropServices.MemoryMarshal.GetArrayDataReference(data);
        for (int index = 0; index < length; index++)
        {
            ref byte at = ref Unsafe.Add(ref bytes, index * layout.Size);
            call.Builder.Store(
                call.Builder.Offset(target[0], (long)index * layout.Size), ReadConstant(ref at, layout.Leaves[0].Type));
        }
        return IntrinsicCall.Nothing;
    }

    private static Constant ReadConstant(ref byte data, IRType type) => new(type, type.Size switch
    {
        1 => data,
        2 => Unsafe.ReadUnaligned<short>(ref data),
        4 => Unsafe.ReadUnaligned<int>(ref data),
        _ => Unsafe.ReadUnaligned<long>(ref data),
    });
}
