using System.Reflection.Emit;
using GpuNet.Engine.IR;

namespace GpuNet.Engine.Backends.Simd;

/// <summary>
/// Where the values of a vector of items are: scalars for what <see cref="LaneShapes"/> calls so, vectors in locals for the
/// rest, and both for a scalar with a stride that some instruction wants as a vector. A value with one use nearby is not
/// stored at all: it is computed where it is used, which keeps methods below the sizes that the JIT optimizes.
/// </summary>
internal sealed class LaneValues
{
    private readonly KernelFrame frame;
    private readonly Il il;
    private readonly VectorApi api;
    private readonly PrivateMemory privateMemory;
    private readonly bool privateMemoryPerItem;
    private readonly Dictionary<Value, LocalBuilder> scalars = [];
    private readonly Dictionary<Value, LocalBuilder>[] vectors = [[], []]; // by part
    private readonly Dictionary<Value, LocalBuilder> strides = [];
    private readonly Dictionary<Value, LocalBuilder> broadcasts = [];
    private readonly HashSet<Value> deferred = [];
    private readonly VectorOps ops;

    public LaneValues(KernelFrame frame, VectorApi api, LaneShapes shapes, PrivateMemory privateMemory, bool privateMemoryPerItem)
    {
        (this.frame, this.api, Shapes, this.privateMemory, this.privateMemoryPerItem) = (frame, api, shapes, privateMemory, privateMemoryPerItem);
        il = frame.Il;
        ops = new VectorOps(il, api, privateMemory);
    }

    public LaneShapes Shapes { get; }
    public VectorOps Ops => ops;

    /// <summary>The same in all lanes.</summary>
    public bool IsSame(Value value) => Shapes.Stride(value) == 0;

    /// <summary>Loads a scalar; of a value with a stride, the first lane's.</summary>
    public void PushScalar(Value value)
    {
        switch (value)
        {
            case Instruction { Op: Opcode.LocalId } id:
                il.Get(frame.ItemId[id.Dimension]);
                break;
            case Instruction { Op: Opcode.LaneId }:
                il.Int(0);
                break;
            case Instruction { Op: Opcode.Alloca } allocation:
                frame.PushArea(allocation);
                if (privateMemoryPerItem)
                    il.Get(frame.Item).Op(OpCodes.Conv_I8).Long(PrivateMemory.Size(allocation)).Op(OpCodes.Mul).Op(OpCodes.Add);
                break;
            default:
                if (Uniformity.IsUniform(value))
                    frame.Push(value);
                else
                    il.Get(Scalar(value));
                break;
        }
    }

    public void SetScalar(Value value)
    {
        if (Uniformity.IsUniform(value))
            frame.Set(value);
        else
            il.Set(Scalar(value));
    }

    /// <summary>Loads the distance from lane to lane of a scalar, as Int64.</summary>
    public void PushStride(Value value)
    {
        if (Shapes.Stride(value) is { } stride && stride != LaneShapes.Dynamic)
            il.Long(stride);
        else
            il.Get(StrideOf(value));
    }

    /// <summary>Stores the distance on the stack.</summary>
    public void SetStride(Value value) => il.Set(StrideOf(value));

    /// <summary>Computes the stride of a scalar whose stride only the launch knows.</summary>
    public void EmitStride(Instruction instruction)
    {
        if (StrideSource(instruction) != instruction)
            return;
        switch (instruction.Op)
        {
            case Opcode.Add or Opcode.Sub:
                PushStride(instruction[0]);
                PushStride(instruction[1]);
                il.Op(instruction.Op == Opcode.Add ? OpCodes.Add : OpCodes.Sub);
                break;
            case Opcode.Mul:
                int factor = IsSame(instruction[1]) ? 1 : 0;
                PushStride(instruction[1 - factor]);
                PushScalar(instruction[factor]);
                il.Op(OpCodes.Conv_I8).Op(OpCodes.Mul);
                break;
            case Opcode.Shl:
                PushStride(instruction[0]);
                il.Int((int)((Constant)instruction[1]).Bits & (instruction.Type.Bits - 1)).Op(OpCodes.Shl);
                break;
            case Opcode.Offset:
                PushStride(instruction[0]);
                PushStride(instruction[1]);
                il.Long((long)instruction.Scale * privateMemory.Spread(instruction)).Op(OpCodes.Mul).Op(OpCodes.Add);
                break;
            case Opcode.Select:
                Label otherwise = il.Label(), end = il.Label();
                PushScalar(instruction[0]);
                il.Branch(OpCodes.Brfalse, otherwise);
                PushStride(instruction[1]);
                il.Jump(end);
                il.Mark(otherwise);
                PushStride(instruction[2]);
                il.Mark(end);
                break;
            default:
                PushStride(instruction[0]);
                break;
        }
        if (instruction.Type.Size == 4)
            il.Op(OpCodes.Conv_I4).Op(OpCodes.Conv_I8);
        SetStride(instruction);
    }

    /// <summary>Loads one part of a value as a vector, whatever it is kept as.</summary>
    public void PushVector(Value value, int part)
    {
        if (value is Constant constant)
        {
            ops.Constant(constant);
        }
        else if (deferred.Contains(value))
        {
            EmitVector((Instruction)value, part);
        }
        else if (!IsSame(value))
        {
            il.Get(Vector(value, part));
        }
        else if (broadcasts.TryGetValue(value, out var broadcast))
        {
            il.Get(broadcast);
        }
        else
        {
            PushScalar(value);
            api.Broadcast(il, value.Type);
        }
    }

    public void EmitVector(Instruction instruction, int part) => ops.Emit(instruction, part, PushVector, PushScalar, IsSame);

    public void EmitScalar(Instruction instruction)
    {
        if (!ScalarMemory.TryEmit(il, instruction, PushScalar, privateMemory.Spread(instruction)))
            ScalarOps.Emit(il, instruction, PushScalar);
    }

    /// <summary>Loads one part of the addresses of all lanes, whatever the pointer is kept as.</summary>
    public void PushAddresses(Value pointer, int part)
    {
        if (!Shapes.IsScalar(pointer))
        {
            PushVector(pointer, part);
            return;
        }
        var vector = api.Of(typeof(long));
        PushScalar(pointer);
        api.Broadcast(il, IRType.Int64);
        PushStride(pointer);
        api.Broadcast(il, IRType.Int64);
        api.LaneNumbers(il, IRType.Int64, part, 1);
        il.Call(api.Method("Multiply", vector, vector)).Call(api.Method("Add", vector, vector));
    }

    /// <summary>Stores the vector on the stack; under a mask, only where it is set.</summary>
    public void SetVector(Value value, int part, LocalBuilder? mask)
    {
        if (mask is not null)
        {
            var (incoming, vector) = (il.Local(api.Of(value.Type)), api.Of(value.Type));
            il.Set(incoming).Get(mask);
            ops.MaskFor(value.Type, part);
            il.Get(incoming).Get(Vector(value, part)).Call(api.Method("ConditionalSelect", vector, vector, vector));
        }
        il.Set(Vector(value, part));
    }

    /// <summary>Makes a scalar that is often needed as a vector into one, from here on.</summary>
    public void KeepBroadcast(Value value)
    {
        var local = il.Local(api.Of(value.Type));
        PushScalar(value);
        api.Broadcast(il, value.Type);
        il.Set(local);
        broadcasts[value] = local;
    }

    public void ForgetBroadcasts() => broadcasts.Clear();

    public void Defer(Instruction instruction) => deferred.Add(instruction);

    /// <summary>Stores the vector of a scalar with a stride: first + lane * stride.</summary>
    public void SpreadFromFirst(Value value)
    {
        var type = value.Type;
        for (int part = 0; part < VectorApi.Parts(type); part++)
        {
            PushScalar(value);
            api.Broadcast(il, type);
            api.LaneNumbers(il, type, part, Shapes.Stride(value)!.Value);
            il.Call(api.Method("Add", api.Of(type), api.Of(type)));
            ops.Canonicalize(type);
            il.Set(Vector(value, part));
        }
    }

    private LocalBuilder StrideOf(Value value)
    {
        value = StrideSource(value);
        return strides.TryGetValue(value, out var local) ? local : strides[value] = il.Local(typeof(long));
    }

    /// <summary>The value that a value has its stride from, unchanged.</summary>
    private Value StrideSource(Value value)
    {
        while (value is Instruction instruction)
        {
            var next = instruction.Op switch
            {
                Opcode.Add when IsSame(instruction[1]) => instruction[0],
                Opcode.Add when IsSame(instruction[0]) => instruction[1],
                Opcode.Sub when IsSame(instruction[1]) => instruction[0],
                Opcode.SignExtend or Opcode.PointerToInt or Opcode.IntToPointer or Opcode.Shuffle => instruction[0],
                _ => value,
            };
            if (next == value)
                break;
            value = next;
        }
        return value;
    }

    private LocalBuilder Scalar(Value value) =>
        scalars.TryGetValue(value, out var local) ? local : scalars[value] = il.Local(value.Type);

    private LocalBuilder Vector(Value value, int part) =>
        vectors[part].TryGetValue(value, out var local) ? local : vectors[part][value] = il.Local(api.Of(value.Type));
}
