using GpuNet.Engine.IR;
using ILGPU;

namespace GpuNet.Engine.Frontend.Intrinsics;

/// <summary>Shared and local memory. The overloads for extents and strides are ordinary code over these.</summary>
internal static class MemoryIntrinsics
{
    public static readonly IntrinsicEntry[] Entries =
    [
        new(typeof(SharedMemory), "Allocate", call => Allocate(call, call.Builder.SharedAlloc)),
        new(typeof(SharedMemory), "GetDynamic", GetDynamic),
        new(typeof(LocalMemory), "Allocate", call => Allocate(call, call.Builder.Alloca)),
        new(typeof(Interop), "SizeOf", SizeOf),
        new(typeof(Interop), "OffsetOf", OffsetOf),
    ];

    private static StackValue? Allocate(IntrinsicCall call, Func<long, int, Value> allocate)
    {
        var layout = TypeLayout.Of(call.TypeArgument(0));
        if (call.Count == 0)
            return StackValue.Pointer(allocate(layout.Size, layout.Alignment), layout.Type);
        long length = call.RequireConstant(0);
        if (length <= 0)
            throw new NotSupportedException($"{call.Name} of {length} elements; allocate at least one");
        return StackValue.Struct(
            call.ReturnType, allocate(length * layout.Size, layout.Alignment), Constant.Int64(length));
    }

    private static StackValue? GetDynamic(IntrinsicCall call)
    {
        var pointer = call.Builder.Append(Opcode.SharedDynamic, IRType.Pointer(AddressSpace.Shared), []);
        var bytes = call.Builder.Append(Opcode.SharedDynamicSize, IRType.Int32, []);
        var length = call.Builder.Binary(Opcode.Div, bytes, Constant.Int32(call.SizeOf(call.TypeArgument(0))));
        return StackValue.Struct(call.ReturnType, pointer, call.Builder.Resize(length, IRType.Int64, signed: true));
    }

    private static StackValue? SizeOf(IntrinsicCall call) => call switch
    {
        { Count: 1 } when call.Operands[0].Token is Type type => StackValue.Of(Constant.Int32(call.SizeOf(type))),
        _ when call.Count == 0 || call.ParameterType(0) != typeof(Type) =>
            StackValue.Of(Constant.Int32(call.SizeOf(call.TypeArgument(0)))),
        _ => null,
    };

    private static StackValue? OffsetOf(IntrinsicCall call)
    {
        var type = TypeLayout.Of(call.TypeArgument(0));
        var field = type.Fields.FirstOrDefault(field => field.Field.Name.Equals(call.Operands[0].Token))
            ?? throw new NotSupportedException($"{TypeNames.Of(type.Type)} has no field of that name; use nameof");
        return StackValue.Of(Constant.Int32(field.Offset));
    }
}
