using GpuNet.Engine.IR;
using ILGPU;

namespace GpuNet.Engine.Frontend.Intrinsics;

/// <summary>ArrayView: a pointer and a length in elements.</summary>
internal static class ViewIntrinsics
{
    private static readonly Type View = typeof(ArrayView<>);

    public static readonly IntrinsicEntry[] Entries =
    [
        new(View, "get_Item", Element),
        new(View, "get_Length", call => StackValue.Of(Length(call))),
        new(View, "get_IntLength", call =>
            StackValue.Of(call.Builder.Resize(Length(call), IRType.Int32, signed: true))),
        new(View, "get_Extent", call => StackValue.Struct(call.ReturnType, Length(call))),
        new(View, "get_IntExtent", call =>
            StackValue.Struct(call.ReturnType, call.Builder.Resize(Length(call), IRType.Int32, signed: true))),
        new(View, "get_LengthInBytes", call =>
            call.Emit(Opcode.Mul, IRType.Int64, Length(call), Constant.Int64(ElementSize(call)))),
        new(View, "get_ElementSize", call => StackValue.Of(Constant.Int32(ElementSize(call)))),
        new(View, "get_Stride", call => call.Values.Zero(call.ReturnType)),
        // A view without a buffer has no elements.
        new(View, "get_IsValid", call => call.Emit(Opcode.Gt, IRType.Int1, Length(call), Constant.Int64(0))),
        new(View, "SubView", SubView),
        new(View, "Cast", Cast),
    ];

    private static StackValue? Element(IntrinsicCall call) =>
        StackValue.Pointer(call.Builder.Offset(Load(call)[0], call.Index(1), ElementSize(call)), ElementType(call));

    private static StackValue? SubView(IntrinsicCall call)
    {
        var view = Load(call);
        var start = call.Index(1);
        var length = call.Count > 2 ? call.Index(2) : call.Builder.Binary(Opcode.Sub, view[1], start);
        return StackValue.Struct(call.ReturnType, call.Builder.Offset(view[0], start, ElementSize(call)), length);
    }

    private static StackValue? Cast(IntrinsicCall call)
    {
        var view = Load(call);
        int from = ElementSize(call);
        int to = call.SizeOf(call.TypeArgument(0));
        var length = view[1];
        if (from % to == 0)
        {
            length = from == to ? length : call.Builder.Binary(Opcode.Mul, length, Constant.Int64(from / to));
        }
        else
        {
            var bytes = call.Builder.Binary(Opcode.Mul, length, Constant.Int64(from));
            length = call.Builder.Binary(Opcode.Div, bytes, Constant.Int64(to));
        }
        return StackValue.Struct(call.ReturnType, view[0], length);
    }

    private static StackValue Load(IntrinsicCall call) => call.Values.Load(call[0], call.Owner);

    private static Value Length(IntrinsicCall call) =>
        call.Builder.Load(call.Builder.Offset(call[0], TypeLayout.Of(call.Owner).Leaves[1].Offset), IRType.Int64);

    private static Type ElementType(IntrinsicCall call) => call.Owner.GetGenericArguments()[0];

    private static int ElementSize(IntrinsicCall call) => call.SizeOf(ElementType(call));
}
