using System.Runtime.InteropServices;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;

namespace GpuNet.Engine.Drivers.Cpu;

/// <summary>Aligned native memory that the buffer owns. It starts zeroed: a program must not depend on chance.</summary>
internal sealed class NativeMemoryBuffer : CPUMemoryBuffer
{
    private readonly long pressure;

    public NativeMemoryBuffer(Accelerator accelerator, long length, int elementSize)
        : base(accelerator, length, elementSize)
    {
        NativePtr = HostMemory.Allocate(LengthInBytes);
        CPUMemSet(NativePtr, 0, 0, LengthInBytes);
        // The collector must know what a small forgotten object holds on to.
        pressure = Math.Max(LengthInBytes, 1);
        GC.AddMemoryPressure(pressure);
    }

    protected override void DisposeAcceleratorObject(bool disposing)
    {
        if (NativePtr == IntPtr.Zero)
            return;
        HostMemory.Free(NativePtr);
        NativePtr = IntPtr.Zero;
        GC.RemoveMemoryPressure(pressure);
    }
}

/// <summary>Memory that somebody else owns and keeps in place.</summary>
internal sealed class BorrowedMemoryBuffer : CPUMemoryBuffer
{
    public BorrowedMemoryBuffer(Accelerator accelerator, IntPtr pointer, long length, int elementSize)
        : base(accelerator, length, elementSize)
    {
        NativePtr = pointer;
    }

    /// <summary>Borrows for no accelerator: nothing tracks the buffer, and it needs no finalizer.</summary>
    public BorrowedMemoryBuffer(IntPtr pointer, long length, int elementSize)
        : base(length, elementSize)
    {
        NativePtr = pointer;
        GC.SuppressFinalize(this);
    }

    protected override void DisposeAcceleratorObject(bool disposing) => NativePtr = IntPtr.Zero;
}

/// <summary>A managed array, pinned for the life of the buffer. It belongs to no accelerator.</summary>
internal sealed class PinnedArrayBuffer : CPUMemoryBuffer
{
    private GCHandle pin;

    public PinnedArrayBuffer(Array array, int elementSize)
        : base(array.LongLength, elementSize)
    {
        pin = GCHandle.Alloc(array, GCHandleType.Pinned);
        NativePtr = pin.AddrOfPinnedObject();
    }

    protected override void DisposeAcceleratorObject(bool disposing)
    {
        if (pin.IsAllocated)
            pin.Free();
        NativePtr = IntPtr.Zero;
    }
}
