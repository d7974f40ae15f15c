using GpuNet.Engine.Drivers.OpenCl.Interop;
using ILGPU.Runtime.OpenCL;

namespace GpuNet.Engine.Drivers.OpenCl;

/// <summary>How a failed release is reported: an exception to who disposes, nothing on the finalizer's thread, where it would end the process.</summary>
internal static class ClRelease
{
    public static void Now(CLError status, string call, bool disposing)
    {
        if (disposing)
            Cl.Check(status, call);
    }
}
