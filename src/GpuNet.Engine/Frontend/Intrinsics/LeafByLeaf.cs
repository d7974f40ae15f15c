using GpuNet.Engine.IR;

namespace GpuNet.Engine.Frontend.Intrinsics;

/// <summary>Operations that move a value of any type do so scalar by scalar.</summary>
internal static class LeafByLeaf
{
    public static StackValue Map(StackValue value, Func<Value, Value> operation)
    {
        if (!value.IsStruct)
            return StackValue.Of(operation(ValueAccess.Scalar(value)));
        var leaves = new Value[value.Count];
        for (int index = 0; index < leaves.Length; index++)
            leaves[index] = operation(value[index]);
        return StackValue.Struct(value.Type!, leaves);
    }
}
