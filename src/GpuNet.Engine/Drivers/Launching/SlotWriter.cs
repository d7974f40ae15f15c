using System.Reflection;
using System.Reflection.Emit;
using GpuNet.Engine.Frontend;
using GpuNet.Engine.IR;

namespace GpuNet.Engine.Drivers.Launching;

/// <summary>Emits the code that flattens arguments into slots, leaf by leaf in the order of <see cref="TypeLayout"/>.</summary>
internal sealed class SlotWriter(ILGenerator il, LocalBuilder slots)
{
    private static readonly MethodInfo WriteView =
        typeof(ViewArgument).GetMethod(nameof(ViewArgument.Write), BindingFlags.Static | BindingFlags.Public)!;

    private static readonly MethodInfo KeepViewAlive =
        typeof(ViewArgument).GetMethod(nameof(ViewArgument.KeepAlive), BindingFlags.Static | BindingFlags.Public)!;

    public void Write(KernelParameter parameter, int argument)
    {
        int slot = parameter.FirstSlot;
        foreach (var part in parameter.Parts)
        {
            if (part.IsView)
                WriteViewPart(part, argument, slot, parameter.Name);
            else
                WriteData(part, argument, slot);
            slot += part.SlotCount;
        }
    }

    public void KeepAlive(KernelParameter parameter, int argument)
    {
        foreach (var part in parameter.Parts.Where(static part => part.IsView))
        {
            EmitAddress(argument, part.Path);
            il.Emit(OpCodes.Call, KeepViewAlive.MakeGenericMethod(part.ViewElement));
        }
    }

    private void WriteViewPart(ParameterPart part, int argument, int slot, string parameterName)
    {
        EmitAddress(argument, part.Path);
        il.Emit(OpCodes.Ldarg_0);
        EmitSlotAddress(slot);
        il.Emit(OpCodes.Ldstr, parameterName);
        il.Emit(OpCodes.Call, WriteView.MakeGenericMethod(part.ViewElement));
    }

    private void WriteData(ParameterPart part, int argument, int slot)
    {
        foreach (var leaf in part.Layout.Leaves)
        {
            EmitSlotAddress(slot++);
            EmitAddress(argument, part.Path);
            il.Emit(OpCodes.Conv_U);
            il.Emit(OpCodes.Ldc_I4, leaf.Offset);
            il.Emit(OpCodes.Add);
            EmitLoad(leaf.Type);
            il.Emit(OpCodes.Stind_I8);
        }
    }

    private void EmitAddress(int argument, FieldInfo[] path)
    {
        il.Emit(OpCodes.Ldarga, argument);
        foreach (var field in path)
            il.Emit(OpCodes.Ldflda, field);
    }

    private void EmitSlotAddress(int slot)
    {
        il.Emit(OpCodes.Ldloc, slots);
        il.Emit(OpCodes.Ldc_I4, slot * sizeof(ulong));
        il.Emit(OpCodes.Add);
    }

    /// <summary>Loads a scalar's bits, extended by zeros to 64. Arguments may be packed, so no alignment is assumed.</summary>
    private void EmitLoad(IRType type)
    {
        il.Emit(OpCodes.Unaligned, (byte)1);
        switch (type.Size)
        {
            case 1:
                il.Emit(OpCodes.Ldind_U1);
                break;
            case 2:
                il.Emit(OpCodes.Ldind_U2);
                break;
            case 4:
                il.Emit(OpCodes.Ldind_U4);
                break;
            default:
                il.Emit(OpCodes.Ldind_I8);
                break;
        }

        if (type == IRType.Int1)
        {
            // A bool made by a cast may be any byte; in the IR it is 0 or 1.
            il.Emit(OpCodes.Ldc_I4_0);
            il.Emit(OpCodes.Cgt_Un);
        }

        il.Emit(OpCodes.Conv_U8);
    }
}
