using ILGPU.Runtime;
#if EMBEDDED_ENGINE
using GpuNet.Engine;
using ILGPU.Runtime.Cuda;
#endif

namespace GpuNet;

/// <summary>
/// A run of a prepared step as one graph of the device's driver, which costs the host a single call. CUDA has graphs; the
/// ILGPU packages do not give access to them.
/// </summary>
internal sealed class StepGraph : IDisposable
{
#if EMBEDDED_ENGINE
    private readonly CudaStream _stream;
    private readonly CudaGraph _graph;

    private StepGraph(CudaStream stream, Action[] work)
    {
        _stream = stream;
        _graph = CudaGraph.Record(stream, () => Array.ForEach(work, action => action()));
    }

    /// <summary>Captures work that has run before, so that nothing in it is compiled; it does not run again.</summary>
    /// <returns>Null where the device has no graphs, or none of such work.</returns>
    internal static StepGraph? TryCapture(Device device, Action[] work)
    {
        if (work.Length == 0 || device.Accelerator.DefaultStream is not CudaStream stream) return null;
        try
        {
            return new StepGraph(stream, work);
        }
        catch (AcceleratorException)
        {
            return null;
        }
    }

    internal void Launch() => _graph.Launch(_stream);

    public void Dispose() => _graph.Dispose();
#else
    internal static StepGraph? TryCapture(Device device, Action[] work) => null;

    internal void Launch() => throw new NotSupportedException("The ILGPU packages have no graphs.");

    public void Dispose() { }
#endif
}
