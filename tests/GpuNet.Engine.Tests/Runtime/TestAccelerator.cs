using ILGPU;
using ILGPU.Runtime.CPU;

namespace GpuNet.Engine.Tests.Runtime;

/// <summary>A context with one CPU accelerator in debug mode, for tests of what all accelerators share.</summary>
public sealed class TestAccelerator : IDisposable
{
    public TestAccelerator(Action<Context.Builder>? configure = null)
    {
        Context = Context.Create(builder =>
        {
            builder.DefaultCPU().Optimize(OptimizationLevel.Debug);
            configure?.Invoke(builder);
        });
        Accelerator = Context.CreateCPUAccelerator(0);
    }

    public Context Context { get; }

    public CPUAccelerator Accelerator { get; }

    public void Dispose() => Context.Dispose();
}
