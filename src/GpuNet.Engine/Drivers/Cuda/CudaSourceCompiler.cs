using GpuNet.Engine.Backends;
using GpuNet.Engine.Backends.C;
using GpuNet.Engine.IR;
using ILGPU.Runtime;

namespace GpuNet.Engine.Drivers.Cuda;

/// <summary>Emits CUDA C, and finds its code in the cache or has it compiled by NVRTC.</summary>
internal sealed class CudaSourceCompiler(CudaDeviceFacts facts, Nvrtc nvrtc, bool fastMath, CompiledCodeCache cache) : CudaCompiler(facts)
{
    private readonly string[] usual = OptionsFor(nvrtc.TargetOf(facts.Architecture));

    protected override string Extension => ".cu";

    /// <inheritdoc/>
    public override byte[] Compile(string kernel, string source, bool isForOneArchitecture)
    {
        byte[] code;
        string key;
        string? log;
        try
        {
            string[] options = isForOneArchitecture ? OptionsFor(nvrtc.TargetOfOne(Facts.Architecture)) : usual;
            key = CompiledCodeCache.Key("CUDA", source, string.Join(' ', options), nvrtc.Version.ToString());
            if (cache.Find(key) is { Length: > 0 } cached)
                return cached;
            code = nvrtc.Compile(source, options, out log);
        }
        catch (InvalidOperationException exception)
        {
            throw new KernelCompilationException(kernel, [$"NVRTC {nvrtc.Version} failed: {exception.Message}"]);
        }
        if (log is not null)
            throw new KernelCompilationException(kernel, [$"NVRTC {nvrtc.Version} rejects the generated source for {Facts.Name}:\n{BuildLog.Explain(log, source)}"]);
        cache.Store(key, code);
        return code;
    }

    protected override KernelSource EmitSource(KernelProgram program, in KernelSpecialization specialization, bool joinsAccesses) =>
        CEmitter.Emit(program, new CudaDialect
        {
            FastMath = fastMath,
            JoinsAccesses = joinsAccesses,
            MostItemsOfGroup = specialization.MaxNumThreadsPerGroup,
            LeastGroups = specialization.MinNumGroupsPerMultiprocessor,
        });

    private static string[] OptionsFor(string target) =>
    [
        "--std=c++17", target,
        // One rounding for each operation: the same bits as on every other device.
        "--fmad=false", "--prec-div=true", "--prec-sqrt=true", "--ftz=false",
        // The source is ours.
        "--disable-warnings",
    ];
}
