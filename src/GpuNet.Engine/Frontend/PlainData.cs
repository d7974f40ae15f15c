using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using GpuNet.Engine.IR;

namespace GpuNet.Engine.Frontend;

/// <summary>Reads the scalars of plain data as they lie in the host's memory.</summary>
internal static class PlainData
{
    public static Constant Leaf(object boxed, Leaf leaf) =>
        new(leaf.Type, Bits(ref Unsafe.As<BoxedData>(boxed).First, leaf));

    public static Constant Leaf(Array array, long elementOffset, Leaf leaf) =>
        new(leaf.Type, Bits(
            ref Unsafe.AddByteOffset(
                ref MemoryMarshal.GetArrayDataReference(array), (nint)elementOffset),
            leaf));

    private static long Bits(ref byte data, Leaf leaf)
    {
        ref byte place = ref Unsafe.AddByteOffset(ref data, leaf.Offset);
        return leaf.Type.Size switch
        {
            1 => place,
            2 => Unsafe.ReadUnaligned<short>(ref place),
            4 => Unsafe.ReadUnaligned<int>(ref place),
            _ => Unsafe.ReadUnaligned<long>(ref place),
        };
    }

    /// <summary>How a boxed struct looks from outside: its bytes begin where an object's first field lies.</summary>
    private sealed class BoxedData
    {
        public byte First = 0;
    }
}
