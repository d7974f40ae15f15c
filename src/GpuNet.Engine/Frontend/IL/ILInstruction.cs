using System.Reflection.Metadata;

namespace GpuNet.Engine.Frontend.IL;

/// <summary>
/// A decoded IL instruction. Short forms are already their long forms, branch targets are instruction indices.
/// </summary>
internal sealed record ILInstruction(int Offset, ILOpCode Op, long Operand, int[]? Targets)
{
    /// <summary>The instruction index a branch goes to.</summary>
    public int Target => (int)Operand;
    public int Index => (int)Operand;
    public int Token => (int)Operand;

    public bool IsConditionalBranch => Op is >= ILOpCode.Brfalse and <= ILOpCode.Blt_un;

    /// <summary>Control does not go on with the next instruction.</summary>
    public bool EndsFlow => Op is ILOpCode.Br or ILOpCode.Leave or ILOpCode.Ret or ILOpCode.Jmp
        or ILOpCode.Throw or ILOpCode.Rethrow or ILOpCode.Endfinally or ILOpCode.Endfilter;
}
