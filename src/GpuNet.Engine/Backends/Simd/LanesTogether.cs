using System.Reflection.Emit;
using GpuNet.Engine.IR;
using GpuNet.Engine.IR.Regions;
using Label = System.Reflection.Emit.Label;

namespace GpuNet.Engine.Backends.Simd;

/// <summary>
/// Conditions that compare <c>first + lane * stride</c> to a bound: comparing the outermost lanes tells whether all lanes go
/// the same way, as they do in all rounds of a loop over a row but the last. Those rounds then need no mask.
/// </summary>
internal sealed class LanesTogether(Il il, VectorApi api, LaneValues values, bool mayRepeat)
{
    /// <summary>More instructions than this are not emitted twice for the sake of a mask.</summary>
    private const int MaximumInstructions = 96;

    /// <summary>Whether a few scalars tell if a condition is the same in all lanes.</summary>
    public bool CanTell(Value condition) => values.IsSame(condition) || (condition is Instruction instruction && instruction.Op switch
    {
        Opcode.And or Opcode.Or or Opcode.Not => Array.TrueForAll(instruction.Operands, CanTell),
        Opcode.Lt or Opcode.Le or Opcode.Gt or Opcode.Ge => IsRange(instruction[0], instruction[1]) || IsRange(instruction[1], instruction[0]),
        _ => false,
    });

    /// <summary>A branch worth a second copy of its sides for the case that all lanes take the first of them.</summary>
    public bool IsWorthTwoCopies(If conditional) =>
        mayRepeat && CanTell(conditional.Condition) && RegionWalk.Instructions(conditional).Take(MaximumInstructions + 1).Count() <= MaximumInstructions;

    /// <summary>
    /// Where lanes can leave a loop: nowhere but at <paramref name="partings"/>, branches at the start of its body, before
    /// anything that must not be done twice, with conditions that can be told.
    /// </summary>
    public bool CanTell(Loop loop, IReadOnlyCollection<If> partings)
    {
        if (!mayRepeat)
            return false;
        int open = partings.Count;
        foreach (var child in loop.Body is Sequence sequence ? sequence.Children : [loop.Body])
        {
            if (open == 0)
                break;
            if (child is If conditional && partings.Contains(conditional))
            {
                open--;
                if (!CanTell(conditional.Condition) || (open > 0 && HasSideEffects(child)))
                    return false;
            }
            else if (child is not Straight || HasSideEffects(child))
            {
                return false;
            }
        }
        return open == 0;
    }

    /// <summary>Goes elsewhere unless a condition holds in all lanes, or in none.</summary>
    public void LeaveUnless(Value condition, bool holds, Label otherwise)
    {
        if (values.IsSame(condition))
        {
            values.PushScalar(condition);
            il.Branch(holds ? OpCodes.Brfalse : OpCodes.Brtrue, otherwise);
            return;
        }
        var instruction = (Instruction)condition;
        switch (instruction.Op)
        {
            case Opcode.Not:
                LeaveUnless(instruction[0], !holds, otherwise);
                break;
            case Opcode.And or Opcode.Or when holds == (instruction.Op == Opcode.And):
                LeaveUnless(instruction[0], holds, otherwise);
                LeaveUnless(instruction[1], holds, otherwise);
                break;
            case Opcode.And or Opcode.Or:
                Label second = il.Label(), end = il.Label();
                LeaveUnless(instruction[0], holds, second);
                il.Jump(end);
                il.Mark(second);
                LeaveUnless(instruction[1], holds, otherwise);
                il.Mark(end);
                break;
            default:
                Compare(instruction, holds, otherwise);
                break;
        }
    }

    private static bool HasSideEffects(Region region) =>
        RegionWalk.Instructions(region).Any(instruction => instruction.Op.HasSideEffects());

    private bool IsRange(Value value, Value bound) =>
        values.IsSame(bound) && value.Type.IsInteger && values.Shapes.Stride(value) is { } stride
        && (IsNarrow(value) || (stride != LaneShapes.Dynamic && values.Shapes.IsWide(value)));

    /// <summary>Whether a value that goes from lane to lane by its stride has wrapped if 32 bits do not hold it.</summary>
    private static bool IsNarrow(Value value) => value.Type.Size == 4 || value is Instruction { Op: Opcode.SignExtend };

    private void Compare(Instruction instruction, bool holds, Label otherwise)
    {
        bool isSwapped = !IsRange(instruction[0], instruction[1]);
        var (value, bound) = isSwapped ? (instruction[1], instruction[0]) : (instruction[0], instruction[1]);
        var op = (instruction.Op, isSwapped) switch
        {
            (Opcode.Lt, true) => Opcode.Gt,
            (Opcode.Le, true) => Opcode.Ge,
            (Opcode.Gt, true) => Opcode.Lt,
            (Opcode.Ge, true) => Opcode.Le,
            var (same, _) => same,
        };
        var leave = (op, holds) switch
        {
            (Opcode.Lt, true) or (Opcode.Ge, false) => OpCodes.Bge,
            (Opcode.Le, true) or (Opcode.Gt, false) => OpCodes.Bgt,
            (Opcode.Gt, true) or (Opcode.Le, false) => OpCodes.Ble,
            _ => OpCodes.Blt,
        };
        long stride = values.Shapes.Stride(value)!.Value;
        bool isUpper = leave == OpCodes.Bge || leave == OpCodes.Bgt;
        bool[] ends = stride == LaneShapes.Dynamic ? [false, true] : [stride > 0 == isUpper];
        foreach (bool isLast in ends)
        {
            PushEnd(value, isLast);
            values.PushScalar(bound);
            il.Op(OpCodes.Conv_I8);
            il.Branch(leave, otherwise);
        }
        if (!IsNarrow(value))
        {
            PushEnd(value, isLast: false);
            PushEnd(value, isLast: true);
            il.Branch(stride > 0 ? OpCodes.Bgt : OpCodes.Blt, otherwise);
        }
        else if (!ends[^1] || stride == LaneShapes.Dynamic)
        {
            PushEnd(value, isLast: true);
            il.Op(OpCodes.Conv_I4).Op(OpCodes.Conv_I8);
            PushEnd(value, isLast: true);
            il.Branch(OpCodes.Bne_Un, otherwise);
        }
    }

    /// <summary>The first or the last lane as a 64-bit number, which has not wrapped where a 32-bit one would have.</summary>
    private void PushEnd(Value value, bool isLast)
    {
        values.PushScalar(value);
        il.Op(OpCodes.Conv_I8);
        if (!isLast)
            return;
        values.PushStride(value);
        il.Long(api.Lanes - 1).Op(OpCodes.Mul).Op(OpCodes.Add);
    }
}
