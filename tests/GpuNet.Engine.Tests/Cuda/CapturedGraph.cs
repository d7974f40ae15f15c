using System.Runtime.InteropServices;
using GpuNet.TestKit;
using ILGPU.Runtime.Cuda;

namespace GpuNet.Engine.Tests.Cuda;

/// <summary>A graph of what a stream is given, made as any program can make one: by the stream's handle.</summary>
internal sealed unsafe class CapturedGraph : IDisposable
{
    private readonly nint library;
    private readonly nint executable;

    /// <summary>Captures, and lets the stream work again whatever happens.</summary>
    public CapturedGraph(FakeCuda fake, CudaStream stream, Action work)
    {
        library = NativeLibrary.Load(fake.Library);
        Check(((delegate* unmanaged<nint, int, int>)Find("cuStreamBeginCapture_v2"))(stream.StreamPtr, 2));
        nint graph, instance;
        try
        {
            work();
        }
        catch
        {
            End(stream, &graph);
            Check(((delegate* unmanaged<nint, int>)Find("cuGraphDestroy"))(graph));
            throw;
        }
        End(stream, &graph);
        Check(((delegate* unmanaged<nint*, nint, ulong, int>)Find("cuGraphInstantiateWithFlags"))(&instance, graph, 0));
        Check(((delegate* unmanaged<nint, int>)Find("cuGraphDestroy"))(graph));
        executable = instance;
    }

    public void Launch(CudaStream stream) =>
        Check(((delegate* unmanaged<nint, nint, int>)Find("cuGraphLaunch"))(executable, stream.StreamPtr));

    public void Dispose() => Check(((delegate* unmanaged<nint, int>)Find("cuGraphExecDestroy"))(executable));

    private void End(CudaStream stream, nint* graph) =>
        Check(((delegate* unmanaged<nint, nint*, int>)Find("cuStreamEndCapture"))(stream.StreamPtr, graph));

    private nint Find(string name) => NativeLibrary.GetExport(library, name);

    private static void Check(int error) => Assert.Equal(0, error);
}
