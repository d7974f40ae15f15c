using GpuNet.Engine.Backends;
using GpuNet.Engine.IR;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;

namespace GpuNet.Engine.Drivers.Cuda;

/// <summary>Makes code of kernels for one device.</summary>
internal abstract class CudaCompiler(CudaDeviceFacts facts)
{
    // What every device and driver takes.
    private const int MostParameterBytes = 4096;

    protected CudaDeviceFacts Facts => facts;

    /// <summary>What a source's file is called by its ending.</summary>
    protected abstract string Extension { get; }

    /// <param name="facts">The device.</param>
    /// <param name="nvrtc">NVIDIA's compiler; without it, the driver compiles the engine's own PTX.</param>
    /// <param name="fastMath">Use the device's fast approximations.</param>
    /// <param name="cache">Where compiled code is kept.</param>
    public static CudaCompiler Create(CudaDeviceFacts facts, Nvrtc? nvrtc, bool fastMath, CompiledCodeCache cache) =>
        nvrtc is null ? new CudaPtxCompiler(facts) : new CudaSourceCompiler(facts, nvrtc, fastMath, cache);

    /// <param name="program">The kernel.</param>
    /// <param name="specialization">The groups it is launched in.</param>
    /// <param name="joinsAccesses">Neighbours are read and written at once, which asks for aligned views.</param>
    /// <exception cref="KernelCompilationException">The kernel needs what the device or the language lacks.</exception>
    public KernelSource Emit(KernelProgram program, in KernelSpecialization specialization, bool joinsAccesses = true)
    {
        var source = EmitSource(program, specialization, joinsAccesses);
        int parameterBytes = (source.Arguments.Count + (source.TakesDynamicShared ? 1 : 0)) * sizeof(ulong);
        if (parameterBytes > MostParameterBytes)
        {
            throw new CapabilityNotSupportedException(
                $"The kernel {program.Name} takes {parameterBytes} bytes of arguments; {facts.Name} allows {MostParameterBytes}. Pass some of them in a buffer.");
        }
        int sharedBytes = facts.SharedBytes;
        if (program.StaticSharedBytes > sharedBytes)
        {
            throw new KernelCompilationException(program.Name,
                [$"it needs {program.StaticSharedBytes} bytes of shared memory for a group, {facts.Name} has {sharedBytes}; use smaller tiles"]);
        }
        if (source.IsForOneArchitecture && facts.Architecture != CudaArchitecture.SM_90)
        {
            throw new KernelCompilationException(program.Name,
                [$"its PTX has instructions that compute capability 9.0 alone has; {facts.Name} has {facts.Architecture}"]);
        }
        SourceDump.Write(source.EntryPoint, Extension, source.Text);
        return source;
    }

    /// <summary>What the driver loads.</summary>
    /// <param name="kernel">The kernel's name, for errors.</param>
    /// <param name="source">The text.</param>
    /// <param name="isForOneArchitecture">Whether it has instructions of the device's architecture alone.</param>
    /// <exception cref="KernelCompilationException">The compiler rejects the source.</exception>
    public abstract byte[] Compile(string kernel, string source, bool isForOneArchitecture = false);

    protected abstract KernelSource EmitSource(KernelProgram program, in KernelSpecialization specialization, bool joinsAccesses);
}
