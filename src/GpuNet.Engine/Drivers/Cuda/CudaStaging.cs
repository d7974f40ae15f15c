using GpuNet.Engine.Drivers.Cuda.Interop;
using ILGPU.Runtime.Cuda;

namespace GpuNet.Engine.Drivers.Cuda;

/// <summary>
/// Copies between the device and ordinary host memory through a ring of page-locked pieces: the source of an upload is free
/// again as soon as the call returns, though the device may copy later; a download is done when it returns.
/// </summary>
internal sealed unsafe class CudaStaging(CudaContext context)
{
    private const int PieceBytes = 1 << 20;
    private const int PieceCount = 8;

    private readonly Lock sync = new();
    private readonly (nint Memory, nint Event)[] pieces = new (nint, nint)[PieceCount];
    private int next;

    private CudaDriver Driver => context.Driver;

    public void Upload(CudaStream stream, nint source, nint target, long bytes)
    {
        lock (sync)
        {
            for (long done = 0; done < bytes; done += PieceBytes)
            {
                nuint length = (nuint)Math.Min(PieceBytes, bytes - done);
                var (memory, copied) = NextPiece(stream);
                Buffer.MemoryCopy((byte*)source + done, (void*)memory, PieceBytes, (long)length);
                stream.Check(Driver.cuMemcpyHtoDAsync_v2(target + (nint)done, memory, length, stream.StreamPtr), "cuMemcpyHtoDAsync");
                stream.Check(Driver.cuEventRecord(copied, stream.StreamPtr), "cuEventRecord");
            }
        }
    }

    public void Download(CudaStream stream, nint source, nint target, long bytes)
    {
        lock (sync)
        {
            int oldest = next;
            long asked = 0;
            for (long done = 0; done < bytes; done += PieceBytes)
            {
                // The device fills the next pieces while the host empties the first.
                for (; asked < bytes && asked < done + PieceCount * (long)PieceBytes; asked += PieceBytes)
                {
                    nuint length = (nuint)Math.Min(PieceBytes, bytes - asked);
                    var piece = NextPiece(stream);
                    stream.Check(Driver.cuMemcpyDtoHAsync_v2(piece.Memory, source + (nint)asked, length, stream.StreamPtr), "cuMemcpyDtoHAsync");
                    stream.Check(Driver.cuEventRecord(piece.Event, stream.StreamPtr), "cuEventRecord");
                }
                var (memory, copied) = pieces[oldest];
                oldest = (oldest + 1) % PieceCount;
                stream.Check(Driver.cuEventSynchronize(copied), "cuEventSynchronize of a copy to the host");
                long filled = Math.Min(PieceBytes, bytes - done);
                Buffer.MemoryCopy((void*)memory, (byte*)target + done, filled, filled);
            }
        }
    }

    /// <summary>The piece that was used longest ago, free again; made when it is first wanted.</summary>
    private (nint Memory, nint Event) NextPiece(CudaStream stream)
    {
        ref var piece = ref pieces[next];
        next = (next + 1) % PieceCount;
        if (piece.Memory == 0)
        {
            nint created;
            Driver.Check(Driver.cuMemHostAlloc(&created, PieceBytes, 0), $"cuMemHostAlloc of {PieceBytes} bytes");
            nint memory = context.Own(created, handle => Driver.Check(Driver.cuMemFreeHost(handle), "cuMemFreeHost"));
            Driver.Check(Driver.cuEventCreate(&created, CudaEventFlags.CU_EVENT_DISABLE_TIMING), "cuEventCreate of a piece");
            piece = (memory, context.Own(created, handle => Driver.Check(Driver.cuEventDestroy_v2(handle), "cuEventDestroy")));
        }
        stream.Check(Driver.cuEventSynchronize(piece.Event), "cuEventSynchronize of an earlier copy");
        return piece;
    }
}
