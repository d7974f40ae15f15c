using GpuNet.Engine.Frontend.IL;
using GpuNet.Engine.IR;
using ILOpCode = System.Reflection.Metadata.ILOpCode;

namespace GpuNet.Engine.Frontend;

/// <summary>Branches. A decided condition leaves one path, and nothing else of the branch.</summary>
internal sealed partial class MethodTranslator
{
    private void TranslateBranch(ILInstruction instruction)
    {
        switch (instruction.Op)
        {
            case ILOpCode.Leave:
                stack.Clear();
                GoTo(instruction.Target);
                break;
            case ILOpCode.Br:
                GoTo(instruction.Target);
                break;
            case ILOpCode.Switch:
                Switch(instruction.Targets!);
                break;
            case ILOpCode.Brtrue:
                Branch(translation.Arithmetic.IsTrue(Pop()), instruction.Target, position + 1);
                break;
            case ILOpCode.Brfalse:
                Branch(translation.Arithmetic.IsTrue(Pop()), position + 1, instruction.Target);
                break;
            default:
                var right = Pop();
                var condition = translation.Arithmetic.Compare(Comparison(instruction.Op), Pop(), right);
                Branch(condition, instruction.Target, position + 1);
                break;
        }
    }

    private void Branch(Value condition, int then, int @else)
    {
        if (condition is Constant constant)
            GoTo(constant.IsZero ? @else : then);
        else if (then == @else)
            GoTo(then);
        else if (condition is Instruction { Op: Opcode.Not } not)
            EndBlock(new Branch(not[0], EdgeTo(@else), EdgeTo(then)));
        else
            EndBlock(new Branch(condition, EdgeTo(then), EdgeTo(@else)));
    }

    /// <summary>A chain of comparisons; what the default case catches anyway is not compared.</summary>
    private void Switch(int[] targets)
    {
        var selector = translation.Arithmetic.AtLeastInt32(ValueAccess.Scalar(Pop()));
        int otherwise = position + 1;
        if (selector is Constant constant)
        {
            GoTo((ulong)constant.Bits < (ulong)targets.Length ? targets[constant.Bits] : otherwise);
            return;
        }
        for (int index = 0; index < targets.Length; index++)
        {
            if (targets[index] == otherwise)
                continue;
            var isCase = builder.Emit(Opcode.Eq, IRType.Int1, selector, new Constant(selector.Type, index));
            var next = new Block(il.Name);
            builder.Block.Terminator = new Branch(isCase, EdgeTo(targets[index]), new Edge(next));
            builder.Function.Blocks.Add(next);
            builder.Block = next;
        }
        // The cases remember memory as it is here, while translation may go on in this block.
        builder.Memory = builder.Memory.Clone();
        GoTo(otherwise);
    }
}
