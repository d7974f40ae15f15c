using GpuNet.Engine.Drivers.OpenCl.Interop;
using ILGPU.Runtime.OpenCL;

namespace GpuNet.Engine.Drivers.OpenCl;

/// <summary>Zeroes new buffers in a queue of its own, so that nothing waits for the streams.</summary>
internal sealed unsafe class ClFill : IDisposable
{
    private readonly nint queue;

    public ClFill(nint context, nint device)
    {
        CLError error;
        queue = Cl.Check(ClApi.clCreateCommandQueue(context, device, 0, &error), error, "clCreateCommandQueue");
    }

    public void Zero(nint buffer, long bytes)
    {
        if (bytes == 0)
            return;
        byte zero = 0;
        Cl.Check(ClApi.clEnqueueFillBuffer(queue, buffer, &zero, 1, 0, (nuint)bytes, 0, null, null), "clEnqueueFillBuffer", bytes);
        Cl.Check(ClApi.clFinish(queue), "clFinish");
    }

    public void Dispose() => ClApi.clReleaseCommandQueue(queue);
}
