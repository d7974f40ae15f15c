using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ILGPU.Runtime;

public sealed class PageLockedArray3D<T> : PageLockedArray<T>
    where T : unmanaged
{
    public static readonly PageLockedArray3D<T> Empty = new(null, LongIndex3D.Zero);

    private readonly T[,,] array;
    private GCHandle pin;

    internal PageLockedArray3D(Accelerator? accelerator, in LongIndex3D extent)
    {
        array = new T[extent.X, extent.Y, extent.Z];
        Extent = extent;
        pin = GCHandle.Alloc(array, GCHandleType.Pinned);
        Initialize(accelerator, pin.AddrOfPinnedObject(), array.LongLength);
    }

    public LongIndex3D Extent { get; }

    public override Span<T> Span => MemoryMarshal.CreateSpan(
        ref Unsafe.As<byte, T>(ref MemoryMarshal.GetArrayDataReference(array)), array.Length);

    public ref T this[int x, int y, int z] => ref array[x, y, z];

    public ref T this[long x, long y, long z] => ref array[x, y, z];

    public T[,,] GetArray() => array;

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (pin.IsAllocated)
            pin.Free();
    }
}
