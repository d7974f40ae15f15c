using System.Reflection.Emit;
using GpuNet.Engine.IR;
using GpuNet.Engine.IR.Regions;
using Label = System.Reflection.Emit.Label;

namespace GpuNet.Engine.Backends.Simd;

/// <summary>Remembers which items have returned while others still go from barrier to barrier: one byte for each item.</summary>
internal sealed class EndedItems
{
    private readonly KernelFrame frame;
    private readonly Il il;
    private readonly LocalBuilder count;
    private readonly int area = -1;

    public EndedItems(KernelFrame frame, bool isNeeded)
    {
        (this.frame, il) = (frame, frame.Il);
        count = il.Local(typeof(int));
        if (isNeeded)
            area = frame.ReserveBuffer(1, perItem: true);
    }

    /// <summary>Items can end in a step while there are more steps for others.</summary>
    public static bool EndsEarly(ItemStep step) => !step.IsLast && RegionWalk.All(step.Body).Any(region => region is Exit);

    public void StartGroup()
    {
        if (area < 0)
            return;
        il.Int(0).Set(count);
        frame.PushBase(area).Int(0);
        frame.PushGroupItems().Op(OpCodes.Initblk);
    }

    public void LeaveIfAll(Label groupEnd)
    {
        il.Get(count);
        frame.PushGroupItems();
        il.Branch(OpCodes.Beq, groupEnd);
    }

    /// <summary>Skips the item at hand if it has ended.</summary>
    public void SkipItem(Label next)
    {
        if (area < 0)
            return;
        PushFlags().Op(OpCodes.Ldind_U1);
        il.Branch(OpCodes.Brtrue, next);
    }

    /// <summary>The lanes that have not ended, in a local; null where none ever does. Skips a vector in which all have.</summary>
    public LocalBuilder? PushMask(VectorApi api, Label next)
    {
        if (area < 0)
            return null;
        var mask = il.Local(api.Mask);
        PushFlags().Op(OpCodes.Conv_U).Call(api.Memory("LoadSmall", typeof(sbyte)));
        new VectorOps(il, api).Constant(Constant.Int32(0));
        il.Call(api.Method("Equals", api.Mask, api.Mask)).Set(mask);
        il.Get(mask).Call(api.Method("ExtractMostSignificantBits", api.Mask));
        il.Branch(OpCodes.Brfalse, next);
        return mask;
    }

    /// <summary>The item at hand ends.</summary>
    public void Record(ItemStep step)
    {
        if (step.IsLast)
            return;
        PushFlags().Int(1).Op(OpCodes.Stind_I1);
        il.Get(count).Int(1).Op(OpCodes.Add).Set(count);
    }

    /// <summary>The lanes of a mask end; null for all.</summary>
    public void Record(ItemStep step, VectorApi api, LocalBuilder? mask)
    {
        if (step.IsLast)
            return;
        il.Get(count);
        PushFlags();
        if (mask is null)
            new VectorOps(il, api).Constant(Constant.Int32(-1));
        else
            il.Get(mask);
        il.Call(api.Method("ExtractMostSignificantBits", api.Mask)).Op(OpCodes.Conv_U8).Call(GroupOps.RecordEnds).Op(OpCodes.Add).Set(count);
    }

    /// <summary>How many of the items that have not ended hold true.</summary>
    public void Count(Value predicate)
    {
        if (Uniformity.IsVarying(predicate))
        {
            frame.PushArea(predicate);
        }
        else
        {
            // The addresses 0 and 1 say to the helper that all items hold false or true.
            frame.Push(predicate);
            il.Op(OpCodes.Conv_I8);
        }
        if (area >= 0)
            frame.PushBase(area);
        else
            il.Long(0);
        frame.PushGroupItems().Call(GroupOps.CountTrue);
    }

    private Il PushFlags() => frame.PushBase(area).Get(frame.Item).Op(OpCodes.Conv_I8).Op(OpCodes.Add);
}
