using System.Reflection.Emit;
using System.Runtime.Intrinsics.X86;
using GpuNet.Engine.IR;

namespace GpuNet.Engine.Backends.Simd;

/// <summary>
/// Loads, stores, and whatever has no vector form. Neighbouring elements move as vectors, under a mask if not all lanes
/// take part; everything else is done lane by lane, in the order of the items.
/// </summary>
internal sealed class VectorMemory(
    Il il, VectorApi api, LaneValues values, StreamedStores streamed, QuadLoads quads,
    IReadOnlyDictionary<Instruction, NextRound.Distance> nextRound, Action pushBuffer)
{
    // The buffer: a slot for each of up to three operands, then the result; a slot holds both parts of a 64-bit value.
    private const int Slots = 4;
    private const int ResultSlot = 3;

    public static long BufferBytes(VectorApi api) => Slots * 2 * api.Bytes;

    /// <summary>Emits a load, store, atomic, or arithmetic that has no vector form, for the lanes in the mask.</summary>
    public void Emit(Instruction instruction, LocalBuilder? mask, LocalBuilder? blend)
    {
        if (instruction.Op == Opcode.Load && mask is null && quads.TryEmit(instruction))
            return;
        if (instruction.Op is Opcode.Load or Opcode.Store && CanBeContiguous(instruction, mask))
        {
            Label otherwise = il.Label(), end = il.Label();
            bool isDynamic = AddressStride(instruction) == LaneShapes.Dynamic;
            if (isDynamic)
            {
                values.PushStride(instruction[0]);
                il.Long(AccessType(instruction).Size);
                il.Branch(OpCodes.Bne_Un, otherwise);
            }
            if (instruction.Op == Opcode.Load)
                Load(instruction, mask, blend);
            else
                Store(instruction, mask);
            if (isDynamic)
            {
                il.Jump(end);
                il.Mark(otherwise);
                Scattered(instruction, mask, blend);
                il.Mark(end);
            }
        }
        else
        {
            Scattered(instruction, mask, blend);
        }
    }

    private void Scattered(Instruction instruction, LocalBuilder? mask, LocalBuilder? blend)
    {
        if (instruction.Op != Opcode.Load || AddressStride(instruction) != LaneShapes.Dynamic)
        {
            OneForEachLane(instruction, mask, blend);
            return;
        }
        // Broadcasting: arguments give the stride, and 0 is the most frequent beside 1.
        Label apart = il.Label(), end = il.Label();
        values.PushStride(instruction[0]);
        il.Branch(OpCodes.Brtrue, apart);
        for (int part = 0; part < VectorApi.Parts(instruction.Type); part++)
        {
            values.EmitScalar(instruction);
            api.Broadcast(il, instruction.Type);
            values.SetVector(instruction, part, blend);
        }
        il.Jump(end);
        il.Mark(apart);
        OneForEachLane(instruction, mask, blend);
        il.Mark(end);
    }

    private void OneForEachLane(Instruction instruction, LocalBuilder? mask, LocalBuilder? blend)
    {
        if (instruction.Op == Opcode.Load && instruction.Type.Size >= 4 && mask is null && values.Shapes.IsScalar(instruction[0]))
            LoadStrided(instruction);
        else if (instruction.Op == Opcode.Load && instruction.Type.Size >= 4)
            Gather(instruction, mask, blend);
        else
            LaneByLane(instruction, mask, blend);
    }

    private void Gather(Instruction load, LocalBuilder? mask, LocalBuilder? blend)
    {
        var element = Il.ClrType(load.Type);
        for (int part = 0; part < VectorApi.Parts(load.Type); part++)
        {
            bool isWide = load.Type.Size == 8;
            values.PushAddresses(load[0], part);
            if (!isWide)
                values.PushAddresses(load[0], 1);
            if (mask is null)
                values.Ops.Constant(Constant.Int32(-1));
            else
                il.Get(mask);
            values.Ops.MaskFor(load.Type, part);
            il.Call(api.Memory(isWide ? "GatherWide" : "Gather", element));
            values.SetVector(load, part, blend);
        }
    }

    private long? AddressStride(Instruction access) => values.Shapes.Stride(access[0]);

    private static IRType AccessType(Instruction access) => access.Op == Opcode.Load ? access.Type : access[1].Type;

    private bool CanBeContiguous(Instruction access, LocalBuilder? mask)
    {
        var type = AccessType(access);
        long? stride = AddressStride(access);
        if (stride != type.Size && stride != LaneShapes.Dynamic)
            return false;
        return type.Size >= 4 || mask is null;
    }

    private void PushAddress(Instruction access, int part)
    {
        values.PushScalar(access[0]);
        if (part > 0)
            il.Long(api.Bytes).Op(OpCodes.Add);
        il.Op(OpCodes.Conv_U);
    }

    private static Type SmallElement(IRType type) => type.Size == 1 ? typeof(sbyte) : typeof(short);

    private void Load(Instruction load, LocalBuilder? mask, LocalBuilder? blend)
    {
        var element = Il.ClrType(load.Type);
        if (mask is null && nextRound.TryGetValue(load, out var distance))
            FetchAhead(load, distance);
        for (int part = 0; part < VectorApi.Parts(load.Type); part++)
        {
            PushAddress(load, part);
            if (load.Type.Size < 4)
            {
                il.Call(api.Memory("LoadSmall", SmallElement(load.Type)));
                if (load.Type == IRType.Int1)
                    values.Ops.MaskFromNonZero();
            }
            else if (mask is null)
            {
                il.LoadVector(api.Of(element));
            }
            else
            {
                il.Get(mask);
                values.Ops.MaskFor(load.Type, part);
                il.Call(api.Memory("Load", element));
            }
            values.SetVector(load, part, blend);
        }
    }

    /// <summary>Brings what the next round loads to the second-level cache: the first one may be full of what this round needs.</summary>
    private void FetchAhead(Instruction load, NextRound.Distance distance)
    {
        PushAddress(load, 0);
        il.Long(distance.Factor);
        if (distance.Argument is { } argument)
        {
            values.PushScalar(argument);
            il.Op(OpCodes.Conv_I8).Op(OpCodes.Mul);
        }
        il.Op(OpCodes.Add).Op(OpCodes.Conv_U).Call(typeof(Sse).GetMethod(nameof(Sse.Prefetch1))!);
    }

    private void Store(Instruction store, LocalBuilder? mask)
    {
        var type = store[1].Type;
        var element = Il.ClrType(type);
        if (type.Size < 4)
        {
            PushAddress(store, 0);
            values.PushVector(store[1], 0);
            if (type == IRType.Int1)
                values.Ops.OnesFromMask();
            il.Call(api.Memory("StoreSmall", SmallElement(type)));
            return;
        }
        for (int part = 0; part < VectorApi.Parts(type); part++)
        {
            if (streamed.Contains(store) && mask is null)
            {
                values.PushVector(store[1], part);
                Stream(store, part, element);
                continue;
            }
            PushAddress(store, part);
            if (mask is null)
            {
                values.PushVector(store[1], part);
                il.StoreVector(api.Of(element));
                continue;
            }
            il.Get(mask);
            values.Ops.MaskFor(type, part);
            values.PushVector(store[1], part);
            il.Call(api.Memory("Store", element));
        }
    }

    /// <summary>Stores the vector on the stack past the caches if it lies on whole vectors of memory, as it must for that.</summary>
    private void Stream(Instruction store, int part, Type element)
    {
        Label unaligned = il.Label(), end = il.Label();
        var value = il.Local(api.Of(element));
        il.Set(value);
        values.PushScalar(store[0]);
        il.Long(api.Bytes - 1).Op(OpCodes.And);
        il.Branch(OpCodes.Brtrue, unaligned);
        il.Get(value);
        PushAddress(store, part);
        il.Call(api.Method("StoreAlignedNonTemporal", api.Of(element), element.MakePointerType()));
        il.Jump(end);
        il.Mark(unaligned);
        PushAddress(store, part);
        il.Get(value).StoreVector(api.Of(element));
        il.Mark(end);
    }

    private void LoadStrided(Instruction load)
    {
        int lanes = api.Lanes / VectorApi.Parts(load.Type);
        for (int part = 0; part < VectorApi.Parts(load.Type); part++)
        {
            values.PushScalar(load[0]);
            if (part > 0)
            {
                values.PushStride(load[0]);
                il.Long(lanes).Op(OpCodes.Mul).Op(OpCodes.Add);
            }
            values.PushStride(load[0]);
            il.Call(api.Memory("LoadStrided", Il.ClrType(load.Type)));
            values.SetVector(load, part, null);
        }
    }

    private void LaneByLane(Instruction instruction, LocalBuilder? mask, LocalBuilder? blend)
    {
        LocalBuilder lane = il.Local(typeof(int));
        var bits = mask is null ? null : PushBits(mask);
        for (int operand = 0; operand < instruction.Operands.Length; operand++)
            if (!values.Shapes.IsScalar(instruction[operand]) || (values.Shapes.Stride(instruction[operand]) != 0 && !IsAddress(instruction, operand)))
                Spill(instruction[operand], operand);

        Label top = il.Label(), next = il.Label();
        il.Int(0).Set(lane);
        il.Mark(top);
        if (bits is not null)
        {
            il.Get(bits).Get(lane).Op(OpCodes.Shr_Un).Int(1).Op(OpCodes.Conv_I8).Op(OpCodes.And);
            il.Branch(OpCodes.Brfalse, next);
        }
        var result = il.Local(instruction.Type.IsVoid ? IRType.Int32 : instruction.Type);
        void Push(Value value) => PushLane(instruction, value, lane);
        if (!ScalarMemory.TryEmit(il, instruction, Push))
            ScalarOps.Emit(il, instruction, Push);
        if (!instruction.Type.IsVoid)
        {
            il.Set(result);
            PushSlot(ResultSlot, lane, instruction.Type).Get(result);
            if (instruction.Type == IRType.Int1)
                il.Op(OpCodes.Neg);
            il.StoreIndirect(SlotType(instruction.Type));
        }
        il.Mark(next);
        il.Get(lane).Int(1).Op(OpCodes.Add).Set(lane);
        il.Get(lane).Int(api.Lanes);
        il.Branch(OpCodes.Blt, top);

        if (instruction.Type.IsVoid)
            return;
        for (int part = 0; part < VectorApi.Parts(instruction.Type); part++)
        {
            pushBuffer();
            il.Long(ResultSlot * 2 * api.Bytes + part * api.Bytes).Op(OpCodes.Add).Op(OpCodes.Conv_U);
            il.LoadVector(api.Of(instruction.Type));
            values.SetVector(instruction, part, blend);
        }
    }

    /// <summary>The mask as one bit a lane, in an Int64 local.</summary>
    private LocalBuilder PushBits(LocalBuilder mask)
    {
        var bits = il.Local(typeof(long));
        il.Get(mask).Call(api.Method("ExtractMostSignificantBits", api.Mask)).Op(OpCodes.Conv_U8).Set(bits);
        return bits;
    }

    private static bool IsAddress(Instruction instruction, int operand) =>
        operand == 0 && instruction.Op is Opcode.Load or Opcode.Store or Opcode.Atomic or Opcode.AtomicCompareExchange;

    private void Spill(Value value, int slot)
    {
        for (int part = 0; part < VectorApi.Parts(value.Type); part++)
        {
            pushBuffer();
            il.Long(slot * 2 * api.Bytes + part * api.Bytes).Op(OpCodes.Add).Op(OpCodes.Conv_U);
            values.PushVector(value, part);
            il.StoreVector(api.Of(value.Type));
        }
    }

    private void PushLane(Instruction instruction, Value value, LocalBuilder lane)
    {
        int operand = Array.IndexOf(instruction.Operands, value);
        if (values.IsSame(value))
        {
            values.PushScalar(value);
        }
        else if (values.Shapes.IsScalar(value) && IsAddress(instruction, operand))
        {
            values.PushScalar(value);
            values.PushStride(value);
            il.Get(lane).Op(OpCodes.Conv_I8).Op(OpCodes.Mul).Op(OpCodes.Add);
        }
        else
        {
            PushSlot(operand, lane, value.Type).LoadIndirect(SlotType(value.Type));
            if (value.Type == IRType.Int1)
                il.Int(1).Op(OpCodes.And);
        }
    }

    private Il PushSlot(int slot, LocalBuilder lane, IRType type)
    {
        pushBuffer();
        return il.Long(slot * 2 * api.Bytes).Op(OpCodes.Add)
            .Get(lane).Op(OpCodes.Conv_I8).Long(SlotType(type).Size).Op(OpCodes.Mul).Op(OpCodes.Add);
    }

    private static IRType SlotType(IRType type) => type.Size < 4 ? IRType.Int32 : type;
}
