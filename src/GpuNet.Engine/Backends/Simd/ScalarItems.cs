using System.Reflection.Emit;
using GpuNet.Engine.IR;
using GpuNet.Engine.IR.Regions;

namespace GpuNet.Engine.Backends.Simd;

/// <summary>Emits what one work-item runs: varying values are plain locals, control flow is branches.</summary>
internal sealed class ScalarItems(KernelFrame frame, bool privateMemoryPerItem)
{
    private readonly Dictionary<Value, LocalBuilder> locals = [];
    private readonly Dictionary<IR.Regions.Label, System.Reflection.Emit.Label> targets = [];
    private readonly Il il = frame.Il;
    private Action end = () => { };

    /// <summary>Emits a region for the item at hand; <paramref name="exit"/> emits the jump for an item that ends.</summary>
    public void Emit(Region region, Action exit)
    {
        end = exit;
        Visit(region);
    }

    public void Push(Value value)
    {
        switch (value)
        {
            case Instruction { Op: Opcode.LocalId } id:
                il.Get(frame.ItemId[id.Dimension]);
                break;
            case Instruction { Op: Opcode.Alloca } allocation:
                frame.PushArea(allocation);
                if (privateMemoryPerItem)
                    il.Get(frame.Item).Op(OpCodes.Conv_I8).Long(PrivateMemory.Size(allocation)).Op(OpCodes.Mul).Op(OpCodes.Add);
                break;
            case Instruction { Op: Opcode.LaneId }:
                il.Int(0);
                break;
            default:
                if (Uniformity.IsUniform(value))
                    frame.Push(value);
                else
                    il.Get(Local(value));
                break;
        }
    }

    /// <summary>Stores the value on the stack.</summary>
    public void Set(Value value)
    {
        if (Uniformity.IsUniform(value))
            frame.Set(value);
        else
            il.Set(Local(value));
    }

    private LocalBuilder Local(Value value) =>
        locals.TryGetValue(value, out var local) ? local : locals[value] = il.Local(value.Type);

    private void Visit(Region region)
    {
        switch (region)
        {
            case Sequence sequence:
                sequence.Children.ForEach(Visit);
                break;
            case Straight straight:
                straight.Block.Instructions.ForEach(Emit);
                break;
            case Assign { Edge: var edge }:
                edge.Arguments.ForEach(Push);
                foreach (var parameter in Enumerable.Reverse(edge.Target.Parameters))
                    Set(parameter);
                break;
            case If conditional:
                Visit(conditional);
                break;
            case Loop loop:
                il.Mark(targets[loop.Label] = il.Label());
                Visit(loop.Body);
                il.Jump(targets[loop.Label]);
                break;
            case Scope scope:
                targets[scope.Label] = il.Label();
                Visit(scope.Body);
                il.Mark(targets[scope.Label]);
                break;
            case Leave leave:
                il.Jump(targets[leave.Label]);
                break;
            case Exit:
                end();
                break;
        }
    }

    private void Visit(If conditional)
    {
        System.Reflection.Emit.Label otherwise = il.Label(), behind = il.Label();
        Push(conditional.Condition);
        il.Branch(OpCodes.Brfalse, otherwise);
        Visit(conditional.Then);
        il.Jump(behind);
        il.Mark(otherwise);
        Visit(conditional.Else);
        il.Mark(behind);
    }

    public void Emit(Instruction instruction)
    {
        if (KernelFrame.IsAtHand(instruction))
            return;
        if (!ScalarMemory.TryEmit(il, instruction, Push))
            ScalarOps.Emit(il, instruction, Push);
        if (!instruction.Type.IsVoid)
            Set(instruction);
    }
}
