using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ILGPU.Runtime;

public sealed class PageLockedArray2D<T> : PageLockedArray<T>
    where T : unmanaged
{
    public static readonly PageLockedArray2D<T> Empty = new(null, LongIndex2D.Zero);

    private readonly T[,] array;
    private GCHandle pin;

    internal PageLockedArray2D(Accelerator? accelerator, in LongIndex2D extent)
    {
        array = new T[extent.X, extent.Y];
        Extent = extent;
        pin = GCHandle.Alloc(array, GCHandleType.Pinned);
        Initialize(accelerator, pin.AddrOfPinnedObject(), array.LongLength);
    }

    public LongIndex2D Extent { get; }

    public override Span<T> Span => MemoryMarshal.CreateSpan(
        ref Unsafe.As<byte, T>(ref MemoryMarshal.GetArrayDataReference(array)), array.Length);

    public ref T this[int x, int y] => ref array[x, y];

    public ref T this[long x, long y] => ref array[x, y];

    public T[,] GetArray() => array;

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (pin.IsAllocated)
            pin.Free();
    }
}
