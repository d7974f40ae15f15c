using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;

namespace GpuNet;

/// <summary>A run of a prepared step as one graph of CUDA's, which costs the host a single call.</summary>
internal sealed class StepGraph : IDisposable
{
    /// <summary>Other calls may do anything meanwhile, on this thread and on others (CU_STREAM_CAPTURE_MODE_RELAXED).</summary>
    private const int Relaxed = 2;

    private readonly CudaGraphFunctions _functions;
    private readonly Device _device;
    private nint _executable;

    private StepGraph(CudaGraphFunctions functions, Device device, nint executable) =>
        (_functions, _device, _executable) = (functions, device, executable);

    /// <summary>Frees the graph where <see cref="Dispose"/> was not called.</summary>
    ~StepGraph() => Free();

    /// <summary>Captures work that has run before, so that nothing in it is compiled; it does not run again.</summary>
    /// <returns>Null where the device has no graphs, or none of such work.</returns>
    internal static StepGraph? TryCapture(Device device, StepWork[] work)
    {
        if (work.Length == 0 || device.Accelerator is not CudaAccelerator || CudaGraphFunctions.Found is not { } functions) return null;
        if (!TryCapture(device.Accelerator, functions, work, out var graph)) return null;
        var error = functions.Instantiate(out var executable, graph, 0);
        functions.Destroy(graph);
        return error == 0 ? new StepGraph(functions, device, executable) : null;
    }

    /// <summary>Runs the work in the device's order. Launches that are on their way may outlive the graph.</summary>
    internal void Launch()
    {
        _device.Accelerator.Bind();
        var error = _functions.Launch(_executable, ((CudaStream)_device.Stream).StreamPtr);
        if (error != 0)
        {
            var reason = new CudaException((CudaError)error);
            throw new DeviceException($"the device '{_device.Id}' did not take a step's graph: {reason.Message}", reason);
        }
    }

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    /// <summary>In a stream of its own: what other threads give to the device meanwhile runs, and is no part of the graph.</summary>
    private static bool TryCapture(
        Accelerator accelerator, CudaGraphFunctions functions, StepWork[] work, out nint graph)
    {
        graph = 0;
        using var stream = (CudaStream)accelerator.CreateStream();
        accelerator.Bind();
        if (functions.BeginCapture(stream.StreamPtr, Relaxed) != 0) return false;
        var isComplete = false;
        try
        {
            foreach (var item in work) item.Issue(stream);
            isComplete = true;
        }
        catch (Exception exception) when (exception is AcceleratorException or InvalidOperationException)
        {
            // Something in the work cannot be captured; where the driver said so, ending says so, too.
        }
        finally
        {
            isComplete &= functions.EndCapture(stream.StreamPtr, out graph) == 0;
            if (!isComplete && graph != 0) functions.Destroy(graph);
        }
        return isComplete;
    }

    private void Free()
    {
        if (_executable == 0 || _device.Accelerator.IsDisposed) return;
        _device.Accelerator.Bind();
        _functions.DestroyExecutable(_executable);
        _executable = 0;
    }
}
