using System.Reflection;
using System.Reflection.Emit;

namespace GpuNet.Engine.Frontend;

/// <summary>
/// Asks the runtime itself where fields lie, for layouts that no rule predicts (automatic, explicit).
/// </summary>
internal static class FieldOffsets
{
    private delegate int Measurement(ref byte origin);

    public static int[] Measure(Type type, FieldInfo[] fields)
    {
        byte origin = 0;
        return Array.ConvertAll(fields, field => Compile(type, field)(ref origin));
    }

    /// <summary>address of the field - address of the struct; nothing is read.</summary>
    private static Measurement Compile(Type type, FieldInfo field)
    {
        var method =
            new DynamicMethod("OffsetOf", typeof(int), [typeof(byte).MakeByRefType()], type, skipVisibility: true);
        var il = method.GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldflda, field);
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Sub);
        il.Emit(OpCodes.Conv_I4);
        il.Emit(OpCodes.Ret);
        return method.CreateDelegate<Measurement>();
    }
}
