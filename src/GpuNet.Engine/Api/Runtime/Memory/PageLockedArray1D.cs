namespace ILGPU.Runtime;

public sealed class PageLockedArray1D<T> : PageLockedArray<T>
    where T : unmanaged
{
    public static readonly PageLockedArray1D<T> Empty = new(null, 0, uninitialized: false);

    private readonly T[] array;

    internal unsafe PageLockedArray1D(Accelerator? accelerator, LongIndex1D extent, bool uninitialized)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(extent.X, nameof(extent));
        int length = checked((int)extent.X);
        array = uninitialized
            ? GC.AllocateUninitializedArray<T>(length, pinned: true)
            : GC.AllocateArray<T>(length, pinned: true);
        Extent = extent;
        // The array was allocated pinned, so its address is good for its whole life.
        fixed (T* data = array)
            Initialize(accelerator, (IntPtr)data, length);
    }

    public LongIndex1D Extent { get; }

    public override Span<T> Span => array;

    public ref T this[int index] => ref array[index];

    public ref T this[long index] => ref array[index];

    public T[] GetArray() => array;
}
