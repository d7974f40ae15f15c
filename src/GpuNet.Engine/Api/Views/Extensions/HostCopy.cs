using GpuNet.Engine.Drivers.Cpu;

namespace ILGPU.Runtime;

/// <summary>Copies of contiguous memory, between buffers and to and from the host.</summary>
internal static class HostCopy
{
    /// <summary>All of the host's memory as one buffer, so that a copy needs none of its own: a pointer is an offset in it.</summary>
    private static readonly BorrowedMemoryBuffer Host = new(IntPtr.Zero, long.MaxValue, elementSize: 1);

    /// <summary>The default stream of the first buffer that belongs to an accelerator.</summary>
    public static AcceleratorStream DefaultStream(params ReadOnlySpan<MemoryBuffer> buffers)
    {
        foreach (var buffer in buffers)
        {
            if (buffer?.Accelerator is { } accelerator)
                return accelerator.DefaultStream;
        }
        // Between arrays of the host there is nothing to queue behind.
        return null!;
    }

    public static AcceleratorStream DefaultStream<T>(ArrayView<T> view)
        where T : unmanaged =>
        DefaultStream(view.BufferOrNull!);

    public static void Copy<TView>(AcceleratorStream stream, in TView source, in TView target)
        where TView : IContiguousArrayView
    {
        if (source.Length > target.Length)
        {
            throw new ArgumentOutOfRangeException(
                nameof(target),
                $"{source.Length} elements do not fit in a view of {target.Length}: copy a sub-view of the source.");
        }
        if (source.HasData())
        {
            var room = target.AsRawArrayView().SubView(0, source.LengthInBytes);
            source.Buffer.CopyTo(stream, source.AsRawArrayView(), room);
        }
    }

    /// <summary>Copies the first elements of a view to memory that stays in place until the stream is done.</summary>
    public static unsafe void ToHost<T, TView>(AcceleratorStream stream, TView source, ref T data, long length)
        where T : unmanaged
        where TView : IContiguousArrayView<T>
    {
        CheckLength(length, source.Length);
        if (length == 0)
            return;
        fixed (T* pointer = &data)
        {
            var host = new ArrayView<byte>(Host, (long)pointer, length * sizeof(T));
            source.Buffer.CopyTo(stream, source.AsRawArrayView().SubView(0, host.Length), host);
        }
    }

    /// <summary>Copies memory that stays in place until the stream is done to the first elements of a view.</summary>
    public static unsafe void FromHost<T, TView>(AcceleratorStream stream, TView target, ref T data, long length)
        where T : unmanaged
        where TView : IContiguousArrayView<T>
    {
        CheckLength(length, target.Length);
        if (length == 0)
            return;
        fixed (T* pointer = &data)
        {
            var host = new ArrayView<byte>(Host, (long)pointer, length * sizeof(T));
            target.Buffer.CopyFrom(stream, host, target.AsRawArrayView().SubView(0, host.Length));
        }
    }

    private static void CheckLength(long length, long viewLength)
    {
        if (length < 0 || length > viewLength)
        {
            throw new ArgumentOutOfRangeException(
                nameof(length), length, $"The view has {viewLength} elements: copy at most as many.");
        }
    }
}
