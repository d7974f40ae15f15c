using ILGPU;
using ILGPU.Runtime.CPU;

namespace GpuNet.Engine.Tests.Runtime;

/// <summary>A context with one CPU accelerator, in debug mode unless told otherwise.</summary>
public sealed class TestAccelerator : IDisposable
{
    public TestAccelerator(CpuExecutionMode mode = CpuExecutionMode.Debug)
    {
        Context = Context.Create(builder => builder.DefaultCPU().CpuMode(mode).Verify());
        Accelerator = Context.CreateCPUAccelerator(0);
    }

    public Context Context { get; }

    public CPUAccelerator Accelerator { get; }

    public void Dispose() => Context.Dispose();
}
