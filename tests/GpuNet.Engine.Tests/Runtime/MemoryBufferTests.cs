using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;

namespace GpuNet.Engine.Tests.Runtime;

public sealed class MemoryBufferTests : IDisposable
{
    private readonly TestAccelerator test = new();

    private CPUAccelerator Accelerator => test.Cpu;

    private AcceleratorStream Stream => Accelerator.DefaultStream;

    public void Dispose() => test.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1000)]
    public void BuffersAreAlignedAndZeroed(long length)
    {
        using var buffer = Accelerator.Allocate1D<int>(length);

        Assert.Equal(length, buffer.Length);
        Assert.Equal(length * 4, buffer.LengthInBytes);
        Assert.Equal(4, buffer.ElementSize);
        Assert.NotEqual(IntPtr.Zero, buffer.NativePtr);
        Assert.Equal(0, buffer.NativePtr % 64);
        for (int i = 0; i < length; i++)
            Assert.Equal(0, buffer.View[i]);
    }

    [Fact]
    public void SizesAreChecked()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Accelerator.Allocate1D<int>(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Accelerator.Allocate1D<int>(long.MaxValue / 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => Accelerator.AllocateRaw(1, 0));
        Assert.Contains(
            "cannot allocate",
            Assert.Throws<OutOfMemoryException>(() => Accelerator.AllocateRaw(long.MaxValue - 64, 1)).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(
            () => Accelerator.Allocate2DDenseX<double>(new LongIndex2D(int.MaxValue, int.MaxValue)));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => Accelerator.Allocate2DDenseX<byte>(new LongIndex2D(1L + int.MaxValue, 1)));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => Accelerator.Allocate3DDenseXY<byte>(new LongIndex3D(1 << 20, 1 << 20, 1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Accelerator.Allocate2DDenseY<byte>(new LongIndex2D(-1, 4)));
    }

    [Fact]
    public void StridesShapeTheMemory()
    {
        using var strided = Accelerator.Allocate1D<short, Stride1D.General>(5, new Stride1D.General(3));
        Assert.Equal(13, strided.AsContiguous().Length);

        using var rows = Accelerator.Allocate2DDenseX<int>(new LongIndex2D(3, 5));
        rows.View[2, 1] = 7;
        Assert.Equal(7, rows.AsContiguous()[1 * 3 + 2]);

        using var columns = Accelerator.Allocate2DDenseY<int>(new LongIndex2D(3, 5));
        columns.View[2, 1] = 7;
        Assert.Equal(7, columns.AsContiguous()[2 * 5 + 1]);

        using var pitched = Accelerator.Allocate2DPitchedX<int>(new LongIndex2D(3, 5), 64);
        Assert.Equal(16, pitched.View.Stride.YStride);
        pitched.View[2, 4] = 7;
        Assert.Equal(7, pitched.AsContiguous()[4 * 16 + 2]);

        using var cube = Accelerator.Allocate3DDenseXY<int>(new LongIndex3D(2, 3, 4));
        cube.View[1, 2, 3] = 7;
        Assert.Equal(7, cube.AsContiguous()[3 * 6 + 2 * 2 + 1]);

        using var pitchedCube = Accelerator.Allocate3DPitchedZY<int>(new LongIndex3D(2, 3, 4), 32);
        pitchedCube.View[1, 2, 3] = 7;
        Assert.Equal(7, pitchedCube.AsContiguous()[1 * 24 + 2 * 8 + 3]);
        Assert.Equal(new LongIndex3D(2, 3, 4), pitchedCube.Extent);
        Assert.Equal(new Index3D(2, 3, 4), pitchedCube.IntExtent);
    }

    [Fact]
    public void RawCopiesMoveTheBytesAskedFor()
    {
        using var source = Accelerator.Allocate1D<byte>(10);
        using var target = Accelerator.Allocate1D<byte>(10);
        for (int i = 0; i < 10; i++)
            source.View[i] = (byte)(i + 1);

        source.CopyTo(Stream, 2, target.AsRawArrayView(5, 3));
        Assert.Equal([0, 0, 0, 0, 0, 3, 4, 5, 0, 0], Contents(target));

        target.CopyFrom(Stream, source.AsRawArrayView(9), 0);
        Assert.Equal([10, 0, 0, 0, 0, 3, 4, 5, 0, 0], Contents(target));

        target.MemSet(Stream, 0xEE, 8, 2);
        Assert.Equal([10, 0, 0, 0, 0, 3, 4, 5, 0xEE, 0xEE], Contents(target));

        target.MemSet(Stream, 1, 10, 0);
        Assert.Throws<ArgumentOutOfRangeException>(() => target.MemSet(Stream, 1, 9, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => source.CopyTo(Stream, 8, target.AsRawArrayView(0, 3)));
        Assert.Throws<ArgumentOutOfRangeException>(() => target.CopyFrom(Stream, source.AsRawArrayView(), 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => source.AsRawArrayView(11));
        Assert.Throws<ArgumentOutOfRangeException>(() => source.AsArrayView<int>(1, 2));
        Assert.Equal(2, source.AsArrayView<int>(0, 2).Length);
    }

    [Fact]
    public void OverlappingCopiesKeepTheSource()
    {
        using var buffer = Accelerator.Allocate1D<byte>(6);
        for (int i = 0; i < 6; i++)
            buffer.View[i] = (byte)i;

        buffer.CopyTo(Stream, 0, buffer.AsRawArrayView(1, 5));

        Assert.Equal([0, 0, 1, 2, 3, 4], Contents(buffer));
    }

    [Fact]
    public void DisposedBuffersSayso()
    {
        var buffer = Accelerator.Allocate1D<byte>(6);
        var raw = buffer.AsRawArrayView();
        using var other = Accelerator.Allocate1D<byte>(6);
        int children = Accelerator.NumberChildObjects;

        buffer.Dispose();
        buffer.Dispose();

        Assert.True(buffer.IsDisposed);
        Assert.False(buffer.IsValid);
        Assert.Equal(children - 2, Accelerator.NumberChildObjects);
        Assert.Throws<ObjectDisposedException>(() => buffer.View);
        Assert.Throws<ObjectDisposedException>(() => raw[0]);
        Assert.Throws<ObjectDisposedException>(() => buffer.AsRawArrayView());
        Assert.Throws<ObjectDisposedException>(() => other.CopyFrom(Stream, raw, 0));
        Assert.Throws<ObjectDisposedException>(() => other.CopyTo(Stream, 0, raw));
    }

    [Fact]
    public void ForgottenBuffersAreCollected()
    {
        int children = Accelerator.NumberChildObjects;
        Forget();
        for (int i = 0; i < 20 && Accelerator.NumberChildObjects > children; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.Equal(children, Accelerator.NumberChildObjects);

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        void Forget()
        {
            for (int i = 0; i < 100; i++)
                Accelerator.Allocate1D<byte>(100).View[0] = 1;
        }
    }

    [Fact]
    public void BorrowedMemoryIsTheCallers()
    {
        int[] array = GC.AllocateArray<int>(4, pinned: true);
        using (var buffer = CPUMemoryBuffer.Create(Accelerator, ref array[0], 4))
            buffer.AsArrayView<int>(1, 2)[1] = 5;

        Assert.Equal([0, 0, 5, 0], array);
    }

    [Fact]
    public void PageLockedArraysAreArraysAndViews()
    {
        using var line = Accelerator.AllocatePageLocked1D<int>(4);
        line[2] = 5;
        Assert.Equal(5, line.ArrayView[2]);
        Assert.Equal([0, 0, 5, 0], line.GetArray());
        Assert.Equal(line.Scope.AddrOfLockedObject, line.MemoryBuffer.NativePtr);

        using var plane = Accelerator.AllocatePageLocked2D<int>(new LongIndex2D(2, 3));
        plane[1, 2] = 6;
        Assert.Equal(6, plane.Span[5]);
        Assert.Equal(6, plane.ArrayView[5]);

        using var cube = Accelerator.AllocatePageLocked3D<int>(new LongIndex3D(2, 3, 4));
        cube[1, 2, 3] = 7;
        Assert.Equal(7, cube.GetArray()[1, 2, 3]);
        Assert.Equal(7, cube.ArrayView[23]);

        Assert.Equal(0, PageLockedArray1D<int>.Empty.Length);
        Assert.True(PageLockedArray2D<int>.Empty.Span.IsEmpty);
        using var empty = Accelerator.AllocatePageLocked1D<int>(0);
        Assert.False(empty.ArrayView.IsValid);
    }

    private static byte[] Contents(MemoryBuffer1D<byte, Stride1D.Dense> buffer)
    {
        var contents = new byte[buffer.Length];
        for (int i = 0; i < contents.Length; i++)
            contents[i] = buffer.View[i];
        return contents;
    }
}
