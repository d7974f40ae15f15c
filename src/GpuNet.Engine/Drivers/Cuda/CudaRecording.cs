using GpuNet.Engine.Drivers.Cuda.Interop;
using ILGPU.Runtime.Cuda;

namespace GpuNet.Engine.Drivers.Cuda;

/// <summary>
/// A graph while it is recorded. The recording has a stream of the driver's own, so that only the recording thread's work
/// comes into the graph: what other threads give to the same <see cref="CudaStream"/> meanwhile runs, and is nobody else's.
/// </summary>
internal sealed unsafe class CudaRecording : IDisposable
{
    private readonly CudaStream target;
    private readonly CudaContext context;
    private readonly int thread = Environment.CurrentManagedThreadId;
    private bool isEnded;

    /// <summary>Begins to record what this thread gives to a stream. Another thread's recording in it ends first.</summary>
    public CudaRecording(CudaStream target)
    {
        if (target.RecordingLock.IsHeldByCurrentThread)
            throw new InvalidOperationException("A graph is being recorded in the stream by this thread: record one at a time.");
        this.target = target;
        context = ((CudaAccelerator)target.Accelerator).DriverContext;
        context.MakeCurrent();
        nint created;
        target.Check(context.Driver.cuStreamCreate(&created, StreamFlags.CU_STREAM_NON_BLOCKING), "cuStreamCreate for a graph");
        Stream = context.Own(created, unused => context.Driver.Check(context.Driver.cuStreamDestroy_v2(unused), "cuStreamDestroy"));
        // Relaxed: buffers may be made and forgotten meanwhile, on this thread and on the finalizer's.
        var error = context.Driver.cuStreamBeginCapture_v2(Stream, CudaCaptureMode.Relaxed);
        if (error != CudaError.CUDA_SUCCESS)
            context.Release(Stream, report: false);
        target.Check(error, "cuStreamBeginCapture");
        target.RecordingLock.Enter();
        target.Recording = this;
    }

    /// <summary>The driver's stream that is recorded.</summary>
    public nint Stream { get; }

    public bool IsOfThisThread => thread == Environment.CurrentManagedThreadId;

    /// <summary>Ends the recording.</summary>
    /// <returns>The driver's graph, for the caller to destroy.</returns>
    public nint End()
    {
        nint graph = 0;
        isEnded = true;
        target.Check(context.Driver.cuStreamEndCapture(Stream, &graph), "cuStreamEndCapture");
        return graph;
    }

    /// <summary>Lets the thread's work go to the stream again. A recording that was not ended is dropped.</summary>
    public void Dispose()
    {
        target.Recording = null;
        target.RecordingLock.Exit();
        nint graph = 0;
        if (!isEnded && context.Driver.cuStreamEndCapture(Stream, &graph) == CudaError.CUDA_SUCCESS)
            context.Driver.cuGraphDestroy(graph);
        context.Release(Stream, report: false);
    }
}
