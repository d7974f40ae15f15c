using System.Text;
using GpuNet.Engine.Backends;
using GpuNet.Engine.Backends.Ptx;
using GpuNet.Engine.IR;
using ILGPU.Runtime;

namespace GpuNet.Engine.Drivers.Cuda;

/// <summary>Emits PTX, which the driver itself compiles when it is loaded, and keeps on disk.</summary>
internal sealed class CudaPtxCompiler(CudaDeviceFacts facts) : CudaCompiler(facts)
{
    protected override string Extension => ".ptx";

    /// <inheritdoc/>
    public override byte[] Compile(string kernel, string source, bool isForOneArchitecture) => Encoding.UTF8.GetBytes(source + '\0');

    protected override KernelSource EmitSource(KernelProgram program, in KernelSpecialization specialization, bool joinsAccesses) =>
        PtxEmitter.Emit(program, joinsAccesses, specialization.MaxNumThreadsPerGroup, specialization.MinNumGroupsPerMultiprocessor);
}
