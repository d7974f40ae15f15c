using GpuNet.Engine.IR;

namespace GpuNet.Engine.Backends.Simd;

/// <summary>Which values the items of a group share, as this back end stores them.</summary>
internal static class Uniformity
{
    /// <summary>
    /// Every item has its own private memory, so private pointers vary even where the uniformity pass compares them by what
    /// they mean. The collecting barriers give every item the same.
    /// </summary>
    public static bool IsUniform(Value value) => value switch
    {
        Constant or FunctionParameter => true,
        Instruction { Op: Opcode.BarrierPopCount or Opcode.GroupBroadcast } => true,
        _ => !value.IsVarying && value.Type.Space != AddressSpace.Private,
    };

    public static bool IsVarying(Value value) => !IsUniform(value);
}
