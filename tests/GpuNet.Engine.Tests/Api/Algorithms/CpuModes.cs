using ILGPU;
using ILGPU.Runtime.CPU;

namespace GpuNet.Engine.Tests.Api.Algorithms;

/// <summary>The CPU in its two modes: compiled kernels, and the C# methods themselves.</summary>
public sealed class CpuModes : IDisposable
{
    // Debug mode has a thread for every item of a group.
    private static readonly CPUDevice SmallDevice = new(numThreadsPerWarp: 1, numWarpsPerMultiprocessor: 64, numMultiprocessors: 1);

    private readonly Context compiled = Context.Create(builder => builder.DefaultCPU().EnableAlgorithms());
    private readonly Context debug = Context.Create(builder => builder.CPU(SmallDevice).EnableAlgorithms().Debug());

    public CpuModes()
    {
        Compiled = compiled.CreateCPUAccelerator(0);
        Debug = debug.CreateCPUAccelerator(0);
    }

    public CPUAccelerator Compiled { get; }

    public CPUAccelerator Debug { get; }

    public static TheoryData<bool> IsDebug => [false, true];

    public CPUAccelerator this[bool isDebug] => isDebug ? Debug : Compiled;

    public void Dispose()
    {
        Compiled.Dispose();
        Debug.Dispose();
        compiled.Dispose();
        debug.Dispose();
    }
}
