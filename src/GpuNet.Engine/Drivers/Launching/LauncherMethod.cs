using System.Reflection;
using System.Reflection.Emit;
using ILGPU.Runtime;

namespace GpuNet.Engine.Drivers.Launching;

/// <summary>
/// Emits the method behind a launcher delegate: it writes the arguments into slots on its stack and calls
/// <see cref="Launch"/>. A launch so needs no allocation, no reflection and no look-up.
/// </summary>
internal static class LauncherMethod
{
    private static readonly MethodInfo GetAccelerator =
        typeof(AcceleratorObject).GetProperty(nameof(AcceleratorObject.Accelerator))!.GetMethod!;

    private static readonly MethodInfo GetDefaultStream =
        typeof(Accelerator).GetProperty(nameof(Accelerator.DefaultStream))!.GetMethod!;

    /// <summary>
    /// A static method with the parameters (kernel, stream if asked for, launch shape, arguments ...). Without a stream it
    /// launches in the accelerator's default stream.
    /// </summary>
    public static DynamicMethod Build(KernelSignature signature, bool takesStream)
    {
        // Restricted: its delegate is made of machine code, so that the time is known; see KernelCompilation.
        var method = new DynamicMethod(
            $"Launch {signature.Name}",
            typeof(void),
            [
                typeof(Kernel),
                .. takesStream ? [typeof(AcceleratorStream)] : Type.EmptyTypes,
                signature.ShapeType,
                .. signature.Parameters.Select(static parameter => parameter.Type),
            ],
            restrictedSkipVisibility: true);
        int shape = takesStream ? 2 : 1;
        var il = method.GetILGenerator();
        var slots = il.DeclareLocal(typeof(ulong*));
        il.Emit(OpCodes.Ldc_I4, Math.Max(signature.SlotCount, 1) * sizeof(ulong));
        il.Emit(OpCodes.Conv_U);
        il.Emit(OpCodes.Localloc);
        il.Emit(OpCodes.Stloc, slots);

        var writer = new SlotWriter(il, slots);
        for (int i = 0; i < signature.Parameters.Length; i++)
            writer.Write(signature.Parameters[i], argument: shape + 1 + i);

        EmitLaunch(il, signature, takesStream, shape, slots);

        // The slots hold addresses only: the buffers must not be collected while the kernel runs.
        for (int i = 0; i < signature.Parameters.Length; i++)
            writer.KeepAlive(signature.Parameters[i], argument: shape + 1 + i);
        il.Emit(OpCodes.Ret);
        return method;
    }

    /// <summary>Checks a delegate type against the kernel; returns whether it has a stream as its first parameter.</summary>
    public static bool CheckDelegate(KernelSignature signature, Type delegateType)
    {
        var invoke = delegateType.GetMethod("Invoke")!;
        var actual = Array.ConvertAll(invoke.GetParameters(), static parameter => parameter.ParameterType);
        bool takesStream = actual.Length > 0 && actual[0] == typeof(AcceleratorStream);
        Type[] expected = [signature.ShapeType, .. signature.Parameters.Select(static parameter => parameter.Type)];
        if (invoke.ReturnType == typeof(void) && actual.AsSpan(takesStream ? 1 : 0).SequenceEqual(expected))
            return takesStream;
        throw new ArgumentException(
            $"The kernel {signature.Name} is launched by a delegate with the parameters "
            + $"([AcceleratorStream,] {string.Join(", ", expected.Select(static type => type.ToString()))}), "
            + $"not by {delegateType}.");
    }

    /// <summary>Checks arguments that come as objects; returns them with the launch shape in front.</summary>
    public static object[] CheckArguments(KernelSignature signature, object shape, object[] arguments)
    {
        if (shape.GetType() != signature.ShapeType)
        {
            throw new ArgumentException(
                $"The kernel {signature.Name} is launched with a {signature.ShapeType.Name}, not with a "
                + $"{shape.GetType().Name}.");
        }

        if (arguments.Length != signature.Parameters.Length)
        {
            throw new ArgumentException(
                $"The kernel {signature.Name} takes {signature.Parameters.Length} argument(s), not {arguments.Length}.");
        }

        for (int i = 0; i < arguments.Length; i++)
        {
            var parameter = signature.Parameters[i];
            if (arguments[i]?.GetType() != parameter.Type)
            {
                throw new ArgumentException(
                    $"The argument '{parameter.Name}' of the kernel {signature.Name} must be a {parameter.Type}, not "
                    + $"{arguments[i]?.GetType().ToString() ?? "null"}.");
            }
        }

        return [shape, .. arguments];
    }

    private static void EmitLaunch(
        ILGenerator il,
        KernelSignature signature,
        bool takesStream,
        int shape,
        LocalBuilder slots)
    {
        il.Emit(OpCodes.Ldarg_0);
        if (takesStream)
        {
            il.Emit(OpCodes.Ldarg_1);
        }
        else
        {
            il.Emit(OpCodes.Ldarg_0);
            il.Emit(OpCodes.Call, GetAccelerator);
            il.Emit(OpCodes.Call, GetDefaultStream);
        }

        il.Emit(OpCodes.Ldarga, shape);
        il.Emit(OpCodes.Ldloc, slots);
        il.Emit(OpCodes.Ldc_I4, signature.SlotCount);
        il.Emit(OpCodes.Call, Launch.EntryFor(signature.ShapeType));
    }
}
