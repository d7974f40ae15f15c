using System.Reflection;
using System.Runtime.CompilerServices;
using GpuNet.Engine.Frontend;

namespace ILGPU;

public static partial class Interop
{
    public static int ComputeAlignmentOffset(long ptr, int alignmentInBytes)
    {
        var remainder = (int)(ptr % alignmentInBytes);
        return remainder == 0 ? 0 : alignmentInBytes - remainder;
    }

    // The next aligned address, but none beyond the end of the memory.
    public static long Align(long ptr, long length, int alignmentInBytes) =>
        ptr + IntrinsicMath.Min(ComputeAlignmentOffset(ptr, alignmentInBytes), length);

    public static int SizeOf<T>()
        where T : unmanaged =>
        Unsafe.SizeOf<T>();

    public static int SizeOf<T>(T structure)
        where T : unmanaged =>
        SizeOf<T>();

    public static int SizeOf(Type type) => RuntimeHelpers.SizeOf(type.TypeHandle);

    // As many elements of the first type as it takes to hold the elements of the second.
    public static long ComputeRelativeSizeOf<TFirst, TSecond>(long numSecondElements)
        where TFirst : unmanaged
        where TSecond : unmanaged =>
        IntrinsicMath.DivRoundUp(numSecondElements * SizeOf<TSecond>(), SizeOf<TFirst>());

    public static int OffsetOf<T>(string fieldName)
        where T : unmanaged
    {
        const BindingFlags Instance = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
        var field = typeof(T).GetField(fieldName, Instance)
            ?? throw new ArgumentException($"{typeof(T)} has no field '{fieldName}'.", nameof(fieldName));
        return FieldOffsets.Measure(typeof(T), [field])[0];
    }

    public static ushort FloatAsInt(Half value) => value.RawValue;

    public static uint FloatAsInt(float value) => BitConverter.SingleToUInt32Bits(value);

    public static ulong FloatAsInt(double value) => BitConverter.DoubleToUInt64Bits(value);

    public static Half IntAsFloat(ushort value) => new(value);

    public static float IntAsFloat(uint value) => BitConverter.UInt32BitsToSingle(value);

    public static double IntAsFloat(ulong value) => BitConverter.UInt64BitsToDouble(value);
}
