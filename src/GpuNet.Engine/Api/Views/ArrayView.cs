using System.Runtime.CompilerServices;
using ILGPU.Runtime;

namespace ILGPU;

/// <summary>
/// A range of a buffer's elements. In compiled kernels the members are intrinsics over a (pointer, length) pair;
/// the bodies below serve the host and debug mode, and check every access.
/// </summary>
public readonly struct ArrayView<T> : IArrayView<T, Index1D, LongIndex1D, Stride1D.Dense>, IContiguousArrayView<T>
    where T : unmanaged
{
    public static readonly int ElementSize = Unsafe.SizeOf<T>();
    public static readonly ArrayView<T> Empty;

    private readonly MemoryBuffer? buffer;

    public ArrayView(MemoryBuffer source, long index, long length)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(
            checked((index + length) * ElementSize), source.LengthInBytes, nameof(length));
        buffer = source;
        Index = index;
        Length = length;
    }

    /// <summary>True if there are elements. In kernels, too: a device cannot tell an empty buffer from none.</summary>
    public bool IsValid => Length > 0;

    public LongIndex1D Extent => new(Length);

    public Stride1D.Dense Stride => default;

    public Index1D IntExtent => new(IntLength);

    public long Length { get; }

    public int IntLength
    {
        get
        {
            IndexTypeExtensions.AssertIntIndexRange(Length);
            return (int)Length;
        }
    }

    public long LengthInBytes => Length * ElementSize;

    /// <summary>Offset of the first element in the buffer, in elements.</summary>
    internal long Index { get; }

    internal long IndexInBytes => Index * ElementSize;

    /// <summary>The buffer; <see langword="null"/> for a view without data.</summary>
    internal MemoryBuffer? BufferOrNull => buffer;

    MemoryBuffer IArrayView.Buffer => buffer!;

    int IArrayView.ElementSize => ElementSize;

    long IContiguousArrayView.Index => Index;

    long IContiguousArrayView.IndexInBytes => IndexInBytes;

    public ref T this[Index1D index] => ref this[(long)index.X];

    public ref T this[LongIndex1D index] => ref this[index.X];

    public ref T this[int index] => ref this[(long)index];

    public unsafe ref T this[long index]
    {
        get
        {
            if ((ulong)index >= (ulong)Length)
                ThrowOutOfRange(index);
            var address = buffer!.HostAddress;
            if (address == IntPtr.Zero)
                ThrowNotOnHost();
            return ref ((T*)address)[Index + index];
        }
    }

    public ArrayView<T> SubView(long index) => SubView(index, Length - index);

    public ArrayView<T> SubView(int index, int subViewLength) => SubView((long)index, subViewLength);

    public ArrayView<T> SubView(long index, long subViewLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfNegative(subViewLength);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(index + subViewLength, Length, nameof(subViewLength));
        return buffer is null ? this : new ArrayView<T>(buffer, Index + index, subViewLength);
    }

    public ArrayView<TOther> Cast<TOther>()
        where TOther : unmanaged
    {
        if (buffer is null)
            return default;
        var (index, misalignment) = Math.DivRem(IndexInBytes, ArrayView<TOther>.ElementSize);
        if (misalignment != 0)
        {
            throw new InvalidOperationException(
                $"A view that starts at byte {IndexInBytes} cannot be seen as elements of " +
                $"{ArrayView<TOther>.ElementSize} bytes: take a sub-view that starts at a multiple of that size.");
        }
        return new ArrayView<TOther>(buffer, index, LengthInBytes / ArrayView<TOther>.ElementSize);
    }

    ArrayView<byte> IContiguousArrayView.AsRawArrayView() => Cast<byte>();

    public override string ToString() => $"{Index} [{Length}]";

    public static implicit operator ArrayView1D<T, Stride1D.Dense>(ArrayView<T> view) =>
        new(view, view.Extent, default);

    public static implicit operator ArrayView<T>(ArrayView1D<T, Stride1D.Dense> view) => view.BaseView;

    private void ThrowNotOnHost()
    {
        ObjectDisposedException.ThrowIf(buffer!.IsDisposed, buffer);
        throw new InvalidOperationException(
            $"The elements of this view lie in the memory of {buffer.Accelerator.Name}; copy them with CopyToCPU or GetAsArray.");
    }

    private void ThrowOutOfRange(long index) => throw new IndexOutOfRangeException(
        $"Index {index} lies outside a view of {Length} elements of {typeof(T).Name}.");
}
