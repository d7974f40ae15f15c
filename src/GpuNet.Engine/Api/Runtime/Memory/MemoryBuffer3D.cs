namespace ILGPU.Runtime;

public class MemoryBuffer3D<T, TStride> : MemoryBuffer<ArrayView3D<T, TStride>>
    where T : unmanaged
    where TStride : struct, IStride3D
{
    protected internal MemoryBuffer3D(Accelerator accelerator, in ArrayView3D<T, TStride> view)
        : base(accelerator, view)
    {
    }

    public LongIndex3D Extent => View.Extent;

    public Index3D IntExtent => View.IntExtent;

    /// <summary>The memory under the view, padding between rows included.</summary>
    public ArrayView<T> AsContiguous() => Buffer.AsArrayView<T>(0, Buffer.LengthInBytes / Interop.SizeOf<T>());

    public static explicit operator ArrayView<T>(MemoryBuffer3D<T, TStride> buffer)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        return buffer.AsContiguous();
    }
}
