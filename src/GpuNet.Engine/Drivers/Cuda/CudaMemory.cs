using GpuNet.Engine.Drivers.Cuda.Interop;
using ILGPU.Runtime.Cuda;

namespace GpuNet.Engine.Drivers.Cuda;

/// <summary>
/// Allocates a device's memory: from a pool, in the order of a stream of its own, where the device has pools; otherwise
/// piece by piece. Either way new memory is zeroed and good for every stream, and freed memory stays until all work that
/// was queued before is done.
/// </summary>
internal sealed unsafe class CudaMemory : IDisposable
{
    /// <summary>What the pool keeps of freed memory; the rest goes back to the system when something next waits for the device.</summary>
    private const ulong KeptBytes = 256UL << 20;

    private readonly CudaContext context;
    private readonly HashSet<nint> streams = [];
    private readonly nint pool;
    private readonly nint stream;
    private readonly nint queued;

    public CudaMemory(CudaContext context)
    {
        this.context = context;
        try
        {
            nint created;
            Driver.Check(Driver.cuStreamCreate(&created, StreamFlags.CU_STREAM_NON_BLOCKING), "cuStreamCreate for the memory");
            stream = created;
            Driver.Check(Driver.cuEventCreate(&created, CudaEventFlags.CU_EVENT_DISABLE_TIMING), "cuEventCreate for the memory");
            queued = created;
            if (Facts[CudaDeviceAttribute.MemoryPoolsSupported] == 0)
                return;
            var properties = new CudaMemoryPoolProperties
            {
                AllocationType = CudaMemoryPoolProperties.Pinned,
                Location = { Type = CudaMemoryLocation.Device, Id = Facts.Handle },
            };
            Driver.Check(Driver.cuMemPoolCreate(&created, &properties), $"cuMemPoolCreate on {Facts.Name}");
            pool = created;
            ulong kept = KeptBytes;
            Driver.Check(Driver.cuMemPoolSetAttribute(pool, CudaMemoryPoolAttribute.ReleaseThreshold, &kept), "cuMemPoolSetAttribute(ReleaseThreshold)");
        }
        catch (CudaException)
        {
            Dispose();
            throw;
        }
    }

    private CudaDriver Driver => context.Driver;

    private CudaDeviceFacts Facts => context.Facts;

    /// <summary>Work in this stream may use the memory: it is waited for before any is freed.</summary>
    public void Add(nint user)
    {
        lock (streams)
            streams.Add(user);
    }

    public void Remove(nint user)
    {
        lock (streams)
            streams.Remove(user);
    }

    /// <summary>The address of new, zeroed memory. The context owns it.</summary>
    /// <exception cref="CudaException">There is too little left.</exception>
    public nint Allocate(long bytes)
    {
        // There is no memory of zero bytes.
        nuint size = (nuint)Math.Max(1, bytes);
        nint address;
        string call = pool == 0 ? "cuMemAlloc" : "cuMemAllocFromPoolAsync";
        var error = TryAllocate(&address, size);
        if (error == CudaError.CUDA_ERROR_OUT_OF_MEMORY)
        {
            // What was freed may still wait for work that is queued.
            long free = FreeBytes();
            error = TryAllocate(&address, size);
            call += $" of {size} bytes on {Facts.Name} ({free} of {Facts.MemoryBytes} free)";
        }
        Driver.Check(error, call);
        context.Own(address, Free);
        Driver.Check(Driver.cuMemsetD8Async(address, 0, size, stream), $"cuMemsetD8Async of {size} bytes");
        Driver.Check(Driver.cuStreamSynchronize(stream), "cuStreamSynchronize of the memory");
        return address;
    }

    /// <summary>What can still be allocated, with what the pool keeps.</summary>
    public long FreeBytes()
    {
        // What was freed in the stream counts as free only when it is.
        Driver.Check(Driver.cuStreamSynchronize(stream), "cuStreamSynchronize of the memory");
        nuint free, total;
        Driver.Check(Driver.cuMemGetInfo_v2(&free, &total), $"cuMemGetInfo of {Facts.Name}");
        if (pool == 0)
            return (long)free;
        ulong reserved, used;
        Driver.Check(Driver.cuMemPoolGetAttribute(pool, CudaMemoryPoolAttribute.ReservedBytes, &reserved), "cuMemPoolGetAttribute(ReservedBytes)");
        Driver.Check(Driver.cuMemPoolGetAttribute(pool, CudaMemoryPoolAttribute.UsedBytes, &used), "cuMemPoolGetAttribute(UsedBytes)");
        return (long)(free + (nuint)(reserved - used));
    }

    /// <summary>Lets another device read and write what is and will be allocated here.</summary>
    public void AllowAccessFrom(CudaDeviceFacts other)
    {
        if (pool == 0)
            return;
        var access = new CudaMemoryAccess { Location = { Type = CudaMemoryLocation.Device, Id = other.Handle }, Flags = CudaMemoryAccess.ReadWrite };
        Driver.Check(Driver.cuMemPoolSetAccess(pool, &access, 1), $"cuMemPoolSetAccess on {Facts.Name} for {other.Name}");
    }

    public void Dispose()
    {
        if (pool != 0)
            Driver.cuMemPoolDestroy(pool);
        if (queued != 0)
            Driver.cuEventDestroy_v2(queued);
        if (stream != 0)
            Driver.cuStreamDestroy_v2(stream);
    }

    private CudaError TryAllocate(nint* address, nuint size) =>
        pool == 0 ? Driver.cuMemAlloc_v2(address, size) : Driver.cuMemAllocFromPoolAsync(address, size, pool, stream);

    private void Free(nint address)
    {
        if (pool == 0)
        {
            // This waits for the device by itself.
            Driver.Check(Driver.cuMemFree_v2(address), "cuMemFree");
            return;
        }
        lock (streams)
        {
            foreach (nint user in streams)
                WaitFor(user);
        }
        Driver.Check(Driver.cuMemFreeAsync(address, stream), "cuMemFreeAsync");
    }

    private void WaitFor(nint user)
    {
        CudaCaptureStatus status;
        Driver.Check(Driver.cuStreamIsCapturing(user, &status), "cuStreamIsCapturing");
        // What a stream captures for a graph does not run now, and must not wait for us when it does.
        if (status != CudaCaptureStatus.None)
            return;
        Driver.Check(Driver.cuEventRecord(queued, user), "cuEventRecord");
        Driver.Check(Driver.cuStreamWaitEvent(stream, queued, 0), "cuStreamWaitEvent");
    }
}
