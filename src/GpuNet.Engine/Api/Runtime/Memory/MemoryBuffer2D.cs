namespace ILGPU.Runtime;

public class MemoryBuffer2D<T, TStride> : MemoryBuffer<ArrayView2D<T, TStride>>
    where T : unmanaged
    where TStride : struct, IStride2D
{
    protected internal MemoryBuffer2D(Accelerator accelerator, in ArrayView2D<T, TStride> view)
        : base(accelerator, view)
    {
    }

    public LongIndex2D Extent => View.Extent;

    public Index2D IntExtent => View.IntExtent;

    /// <summary>The memory under the view, padding between rows included.</summary>
    public ArrayView<T> AsContiguous() => Buffer.AsArrayView<T>(0, Buffer.LengthInBytes / Interop.SizeOf<T>());

    public static explicit operator ArrayView<T>(MemoryBuffer2D<T, TStride> buffer)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        return buffer.AsContiguous();
    }
}
