using GpuNet.Engine.Drivers.Cuda;
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
    /// <param name="stream">The stream; what it was given before, and what other threads give it meanwhile, runs and is not
    /// part of the graph.</param>
    /// <param name="work">Launches, fills and copies in that stream, from this thread.</param>
    /// <exception cref="CudaException">Something in the work cannot be recorded.</exception>
    /// <exception cref="InvalidOperationException">The thread is recording a graph in the stream already.</exception>
    public static CudaGraph Record(CudaStream stream, Action work)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(work);
        ObjectDisposedException.ThrowIf(stream.IsDisposed, stream);
        var accelerator = (CudaAccelerator)stream.Accelerator;
        nint graph;
        using (var recording = new CudaRecording(stream))
        {
            work();
            graph = recording.End();
        }
        try
        {
            return new CudaGraph(accelerator, graph);
        }
        finally
        {
            accelerator.DriverContext.Driver.cuGraphDestroy(graph);
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
