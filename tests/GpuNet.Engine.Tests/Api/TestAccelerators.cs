using GpuNet.Engine.Tests.Cuda;
using GpuNet.Engine.Tests.OpenCl;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.OpenCL;

namespace GpuNet.Engine.Tests.Api;

public enum TestDevice
{
    /// <summary>Compiled kernels.</summary>
    Cpu,

    /// <summary>The C# methods themselves.</summary>
    CpuDebug,

    /// <summary>The first OpenCL device; skipped where there is none.</summary>
    OpenCl,

    /// <summary>The first CUDA device, or a fake one that runs the same CUDA C on the host; skipped where there is neither.</summary>
    Cuda,

    /// <summary>The same by PTX of the engine's own.</summary>
    CudaPtx,
}

/// <summary>One accelerator of every kind for the tests of a class.</summary>
public sealed class TestAccelerators : IDisposable
{
    // Debug mode has a thread for every item of a group.
    private static readonly CPUDevice SmallDevice =
        new(numThreadsPerWarp: 1, numWarpsPerMultiprocessor: 64, numMultiprocessors: 1);

    private readonly Dictionary<TestDevice, Accelerator> accelerators = [];

    public static TheoryData<TestDevice> All => new(Enum.GetValues<TestDevice>());

    public Accelerator this[TestDevice device]
    {
        get
        {
            if (!accelerators.TryGetValue(device, out var accelerator))
                accelerators.Add(device, accelerator = Create(device));
            return accelerator;
        }
    }

    public void Dispose()
    {
        foreach (var accelerator in accelerators.Values)
        {
            accelerator.Dispose();
            accelerator.Context.Dispose();
        }
    }

    private static Accelerator Create(TestDevice device)
    {
        switch (device)
        {
            case TestDevice.Cpu:
                return Context.Create(builder => builder.DefaultCPU().EnableAlgorithms()).CreateCPUAccelerator(0);
            case TestDevice.CpuDebug:
                return Context.Create(builder => builder.CPU(SmallDevice).EnableAlgorithms().Debug()).CreateCPUAccelerator(0);
            case TestDevice.Cuda:
                return CudaTestDevice.Create(builder => builder.EnableAlgorithms());
            case TestDevice.CudaPtx:
                return CudaTestDevice.CreateWithPtx(builder => builder.EnableAlgorithms());
            default:
                ClTestDevice.Required();
                return Context.Create(builder => builder.OpenCL().EnableAlgorithms()).CreateCLAccelerator(0);
        }
    }
}
