using System.Reflection;
using System.Reflection.Emit;
using GpuNet.Engine.Drivers.Launching;
using GpuNet.Engine.IR;
using ILGPU.Runtime;

namespace GpuNet.Engine.Drivers.Cpu;

/// <summary>Runs the kernel method for one work-item, with arguments made of the slots.</summary>
/// <param name="target">The object of a lambda; null for a static method.</param>
/// <param name="slots">The arguments.</param>
/// <param name="views">A buffer over the memory of each view argument, in order; null for an empty view.</param>
/// <param name="item">The work-item.</param>
internal unsafe delegate void DebugInvoke(object? target, ulong* slots, MemoryBuffer?[] views, WorkItem item);

/// <summary>
/// Emits the bridge from slots to a kernel's C# method: the inverse of <see cref="SlotWriter"/>, followed by a plain call,
/// so that a debugger steps into the kernel.
/// </summary>
internal sealed class DebugInvoker
{
    private static readonly MethodInfo ReadView =
        typeof(DebugArguments).GetMethod(nameof(DebugArguments.ReadView))!;

    private readonly ILGenerator il;

    private DebugInvoker(ILGenerator il)
    {
        this.il = il;
    }

    public static DebugInvoke Build(KernelSignature signature)
    {
        var method = new DynamicMethod(
            $"Debug {signature.Name}",
            typeof(void),
            [typeof(object), typeof(ulong*), typeof(MemoryBuffer[]), typeof(WorkItem)],
            typeof(DebugInvoker).Module,
            skipVisibility: true);
        new DebugInvoker(method.GetILGenerator()).EmitBody(signature);
        return method.CreateDelegate<DebugInvoke>();
    }

    private void EmitBody(KernelSignature signature)
    {
        var index = signature.IsImplicitlyGrouped ? EmitIndex(signature.ShapeType) : null;
        int view = 0;
        var arguments = new List<LocalBuilder>();
        foreach (var parameter in signature.Parameters)
        {
            var argument = il.DeclareLocal(parameter.Type);
            arguments.Add(argument);
            int slot = parameter.FirstSlot;
            foreach (var part in parameter.Parts)
            {
                if (part.IsView)
                    EmitView(argument, part, view++, slot);
                else
                    EmitData(argument, part, slot);
                slot += part.SlotCount;
            }
        }

        if (!signature.Method.IsStatic)
            il.Emit(OpCodes.Ldarg_0);
        if (index is not null)
            il.Emit(OpCodes.Ldloc, index);
        foreach (var argument in arguments)
            il.Emit(OpCodes.Ldloc, argument);
        il.Emit(OpCodes.Call, signature.Method);
        il.Emit(OpCodes.Ret);
    }

    /// <summary>Returns at once for the items of the last groups that lie beyond the extent.</summary>
    private LocalBuilder EmitIndex(Type indexType)
    {
        var index = il.DeclareLocal(indexType);
        var inside = il.DefineLabel();
        il.Emit(OpCodes.Ldarg_3);
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Ldloca, index);
        il.Emit(OpCodes.Call, DebugArguments.IndexReader(indexType));
        il.Emit(OpCodes.Brtrue, inside);
        il.Emit(OpCodes.Ret);
        il.MarkLabel(inside);
        return index;
    }

    private void EmitView(LocalBuilder argument, ParameterPart part, int view, int slot)
    {
        EmitAddress(argument, part.Path);
        il.Emit(OpCodes.Ldarg_2);
        il.Emit(OpCodes.Ldc_I4, view);
        il.Emit(OpCodes.Ldelem_Ref);
        EmitSlot(slot + 2);
        il.Emit(OpCodes.Call, ReadView.MakeGenericMethod(part.ViewElement));
        il.Emit(OpCodes.Stobj, part.Layout.Type);
    }

    private void EmitData(LocalBuilder argument, ParameterPart part, int slot)
    {
        foreach (var leaf in part.Layout.Leaves)
        {
            EmitAddress(argument, part.Path);
            il.Emit(OpCodes.Conv_U);
            il.Emit(OpCodes.Ldc_I4, leaf.Offset);
            il.Emit(OpCodes.Add);
            EmitSlot(slot++);
            EmitStore(leaf.Type);
        }
    }

    private void EmitAddress(LocalBuilder argument, FieldInfo[] path)
    {
        il.Emit(OpCodes.Ldloca, argument);
        foreach (var field in path)
            il.Emit(OpCodes.Ldflda, field);
    }

    private void EmitSlot(int slot)
    {
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Ldc_I4, slot * sizeof(ulong));
        il.Emit(OpCodes.Add);
        il.Emit(OpCodes.Ldind_I8);
    }

    private void EmitStore(IRType type)
    {
        il.Emit(OpCodes.Unaligned, (byte)1);
        il.Emit(type.Size switch
        {
            1 => OpCodes.Stind_I1,
            2 => OpCodes.Stind_I2,
            4 => OpCodes.Stind_I4,
            _ => OpCodes.Stind_I8,
        });
    }
}
