using System.Reflection.Emit;
using GpuNet.Engine.IR;
using GpuNet.Engine.IR.Regions;
using Label = System.Reflection.Emit.Label;

namespace GpuNet.Engine.Backends.Simd;

/// <summary>
/// Loads of four neighbouring elements by items that do not lie side by side themselves: lanes that each walk along a row of
/// their own. Every lane's four are loaded at once, where the first of the loads stands, and transposed in registers
/// (<see cref="LaneQuads"/>): a quarter of the loads, and a whole line of the cache serves sixteen steps of a lane.
/// </summary>
internal sealed class QuadLoads(Il il, VectorApi api, LaneValues values)
{
    private const int Quad = 4;

    /// <summary>Quads of a line of the cache.</summary>
    private const int QuadsOfLine = 4;

    private readonly Dictionary<Instruction, VectorAccess> runs = [];

    /// <summary>Finds those of a stretch.</summary>
    public void Find(ItemStep step)
    {
        // Few stretches have any, and looking for them takes compiling more.
        var blocks = RegionWalk.All(step.Body).OfType<Straight>().Select(straight => straight.Block)
            .Where(block => block.Instructions.Count(CanJoin) >= Quad).ToList();
        if (blocks.Count == 0)
            return;
        foreach (var access in VectorAccesses.FindLanes(blocks, Quad * QuadsOfLine, Quad).All)
            if (access.IsLoad && access.Members.All(CanJoin))
                foreach (var member in access.Members)
                    runs[member] = access;
    }

    /// <summary>Emits a load that all lanes take part in, if it is one of several: with the first come the others.</summary>
    public bool TryEmit(Instruction load)
    {
        if (!runs.TryGetValue(load, out var run))
            return false;
        if (load == run.Leader)
            Emit(run);
        return true;
    }

    private bool CanJoin(Instruction instruction) =>
        instruction is { Op: Opcode.Load, Type.Size: 4 } && instruction[0].Type.Space is AddressSpace.Global or AddressSpace.Shared
        && values.Shapes.Stride(instruction[0]) is not (null or 0 or 4);

    private void Emit(VectorAccess run)
    {
        if (values.Shapes.Stride(run.Leader[0]) != LaneShapes.Dynamic)
        {
            EmitRows(run);
            return;
        }
        Label neighbours = il.Label(), end = il.Label();
        values.PushStride(run.Leader[0]);
        il.Long(run.Element.Size);
        il.Branch(OpCodes.Beq, neighbours);
        EmitRows(run);
        il.Jump(end);
        il.Mark(neighbours);
        for (int member = 0; member < run.Members.Count; member++)
        {
            values.PushScalar(run.Leader[0]);
            il.Long(member * run.Element.Size).Op(OpCodes.Add).Op(OpCodes.Conv_U).LoadVector(api.Of(run.Element));
            values.SetVector(run.Members[member], 0, null);
        }
        il.Mark(end);
    }

    private void EmitRows(VectorAccess run)
    {
        var element = Il.ClrType(run.Element);
        int quads = run.Members.Count / Quad;
        var rows = new LocalBuilder[quads, Quad];
        // All of a lane's line before the next line: lines of lanes that are a power of two apart fight for the same places of the cache.
        for (int row = 0; row < Quad; row++)
        {
            var at = il.Local(typeof(long));
            values.PushScalar(run.Leader[0]);
            values.PushStride(run.Leader[0]);
            il.Long(row).Op(OpCodes.Mul).Op(OpCodes.Add).Set(at);
            for (int quad = 0; quad < quads; quad++)
            {
                rows[quad, row] = il.Local(api.Of(element));
                il.Get(at).Long(quad * Quad * run.Element.Size).Op(OpCodes.Add);
                values.PushStride(run.Leader[0]);
                il.Call(api.Memory("QuadRows", element)).Set(rows[quad, row]);
            }
        }
        for (int quad = 0; quad < quads; quad++)
            for (int half = 0; half < 2; half++)
            {
                var unpack = api.Memory(half == 0 ? "QuadLow" : "QuadHigh", element);
                LocalBuilder upper = il.Local(api.Of(element)), lower = il.Local(api.Of(element));
                il.Get(rows[quad, 0]).Get(rows[quad, 1]).Call(unpack).Set(upper);
                il.Get(rows[quad, 2]).Get(rows[quad, 3]).Call(unpack).Set(lower);
                il.Get(upper).Get(lower).Call(api.Memory("QuadLowPair", element));
                values.SetVector(run.Members[Quad * quad + 2 * half], 0, null);
                il.Get(upper).Get(lower).Call(api.Memory("QuadHighPair", element));
                values.SetVector(run.Members[Quad * quad + 2 * half + 1], 0, null);
            }
    }
}
