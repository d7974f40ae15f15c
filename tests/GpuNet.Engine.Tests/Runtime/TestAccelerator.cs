using GpuNet.Engine.Tests.OpenCl;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.OpenCL;

namespace GpuNet.Engine.Tests.Runtime;

/// <summary>What a test of the API runs on.</summary>
public enum TestTarget
{
    CpuDebug,
    CpuCompiled,
    OpenCl,
}

/// <summary>A context with one accelerator of a kind. Tests are skipped where the machine has none.</summary>
public sealed class TestAccelerator : IDisposable
{
    public TestAccelerator(TestTarget target = TestTarget.CpuDebug)
    {
        if (target == TestTarget.OpenCl)
        {
            _ = ClTestDevice.Required();
            Context = Context.Create(builder => builder.OpenCL().Verify());
        }
        else
        {
            var mode = target == TestTarget.CpuDebug ? CpuExecutionMode.Debug : CpuExecutionMode.Compiled;
            Context = Context.Create(builder => builder.DefaultCPU().CpuMode(mode).Verify());
        }

        Accelerator = CreateAnother();
    }

    public Context Context { get; }

    public Accelerator Accelerator { get; }

    public CPUAccelerator Cpu => (CPUAccelerator)Accelerator;

    public Accelerator CreateAnother() => Context.Devices[0].CreateAccelerator(Context);

    public void Dispose() => Context.Dispose();
}
