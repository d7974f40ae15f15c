using GpuNet.Engine.Drivers.Cuda;
using GpuNet.Engine.Drivers.Cuda.Interop;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;

namespace GpuNet.Engine;

/// <summary>
/// Work of a stream, recorded once and launched any number of times by one call: kernels, fills, copies within the device,
/// copies from and to page-locked arrays. It names the buffers by their addresses, so they must outlive it.
/// </summary>
public sealed unsafe class CudaGraph : AcceleratorObject
{
    private readonly CudaContext context;
    private readonly nint handle;

    private CudaGraph(CudaAccelerator accelerator, nint graph)
        : base(accelerator)
    {
        context = accelerator.DriverContext;
        nint executable;
        context.Driver.Check(context.Driver.cuGraphInstantiateWithFlags(&executable, graph, 0), "cuGraphInstantiate");
        handle = context.Own(executable, unused => context.Driver.Check(context.Driver.cuGraphExecDestroy(unused), "cuGraphExecDestroy"));
    }

    /// <summary>Records what an action puts into a stream. Nothing of it runs, and nothing in it may wait for the stream.</summary>
    /// <param name="stream">The stream; what it was given before is not part of the graph.</param>
    /// <param name="work">Launches, fills and copies in that stream.</param>
    /// <exception cref="CudaException">Something in the work cannot be recorded.</exception>
    public static CudaGraph Record(CudaStream stream, Action work)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(work);
        ObjectDisposedException.ThrowIf(stream.IsDisposed, stream);
        var accelerator = (CudaAccelerator)stream.Accelerator;
        var context = accelerator.DriverContext;
        context.MakeCurrent();
        // Relaxed: buffers may be made and forgotten meanwhile, on this thread and on the finalizer's.
        stream.Check(context.Driver.cuStreamBeginCapture_v2(stream.StreamPtr, CudaCaptureMode.Relaxed), "cuStreamBeginCapture");
        nint graph = 0;
        try
        {
            CudaError error;
            try
            {
                work();
            }
            finally
            {
                // Whatever happened: the stream has to run its work again.
                error = context.Driver.cuStreamEndCapture(stream.StreamPtr, &graph);
            }
            stream.Check(error, "cuStreamEndCapture");
            return new CudaGraph(accelerator, graph);
        }
        finally
        {
            if (graph != 0)
                context.Driver.cuGraphDestroy(graph);
        }
    }

    /// <summary>Puts the recorded work into a stream of the same accelerator.</summary>
    public void Launch(CudaStream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        ObjectDisposedException.ThrowIf(stream.IsDisposed, stream);
        if (stream.Accelerator != Accelerator)
            throw new ArgumentException($"The stream belongs to {stream.Accelerator.Name}, the graph to another accelerator.", nameof(stream));
        context.MakeCurrent();
        stream.Check(context.Driver.cuGraphLaunch(handle, stream.StreamPtr), "cuGraphLaunch");
    }

    /// <summary>Releases the graph; launches of it that are queued still run.</summary>
    protected override void DisposeAcceleratorObject(bool disposing) => context?.Release(handle, disposing);
}
