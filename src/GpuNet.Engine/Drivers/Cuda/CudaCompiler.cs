using GpuNet.Engine.Backends.C;
using GpuNet.Engine.Drivers.Cuda.Interop;
using GpuNet.Engine.IR;
using ILGPU;
using ILGPU.Runtime;

namespace GpuNet.Engine.Drivers.Cuda;

/// <summary>Makes code of kernels for one device: emits the source, finds its code in the cache or has it compiled.</summary>
internal sealed class CudaCompiler(CudaDeviceFacts facts, Nvrtc nvrtc, bool fastMath, CompiledCodeCache cache)
{
    // What every device and driver takes.
    private const int MostParameterBytes = 4096;

    private readonly string[] options =
    [
        "--std=c++17", nvrtc.TargetOf(facts.Architecture),
        // One rounding for each operation: the same bits as on every other device.
        "--fmad=false", "--prec-div=true", "--prec-sqrt=true", "--ftz=false",
        // The source is ours.
        "--disable-warnings",
    ];

    /// <param name="program">The kernel.</param>
    /// <param name="specialization">The groups it is launched in.</param>
    /// <param name="joinsAccesses">Neighbours are read and written at once, which asks for aligned views.</param>
    public CSource Emit(KernelProgram program, in KernelSpecialization specialization, bool joinsAccesses = true)
    {
        var source = CEmitter.Emit(program, new CudaDialect
        {
            FastMath = fastMath,
            JoinsAccesses = joinsAccesses,
            MostItemsOfGroup = specialization.MaxNumThreadsPerGroup,
            LeastGroups = specialization.MinNumGroupsPerMultiprocessor,
        });
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
        SourceDump.Write(source.EntryPoint, ".cu", source.Text);
        return source;
    }

    /// <summary>The code of a source for the device.</summary>
    /// <exception cref="KernelCompilationException">The compiler rejects the source.</exception>
    public byte[] Compile(string kernel, string source)
    {
        string key = CompiledCodeCache.Key("CUDA", source, string.Join(' ', options), nvrtc.Version.ToString());
        if (cache.Find(key) is { Length: > 0 } cached)
            return cached;
        byte[] code;
        string? log;
        try
        {
            code = nvrtc.Compile(source, options, out log);
        }
        catch (InvalidOperationException exception)
        {
            throw new KernelCompilationException(kernel, [$"NVRTC {nvrtc.Version} failed: {exception.Message}"]);
        }
        if (log is not null)
            throw new KernelCompilationException(kernel, [$"NVRTC {nvrtc.Version} rejects the generated source for {facts.Name}:\n{BuildLog.Explain(log, source)}"]);
        cache.Store(key, code);
        return code;
    }
}
