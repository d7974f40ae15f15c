using GpuNet.Engine.Drivers.Launching;
using ILGPU.Runtime;

namespace ILGPU.Backends;

/// <summary>A kernel translated for one kind of device; loading it makes it ready to launch.</summary>
public class CompiledKernel
{
    internal CompiledKernel(KernelRequest request)
    {
        Request = request;
    }

    public string Name => Request.Signature.Name;

    public KernelSpecialization Specialization => Request.Specialization;

    public int NumParameters => Request.Signature.Parameters.Length;

    public IndexType IndexType => Request.Signature.IndexType;

    internal KernelRequest Request { get; }

    /// <summary>What the compiler knows about a kernel.</summary>
    public class KernelInfo
    {
        protected internal KernelInfo()
        {
        }

        public virtual void Dump(TextWriter textWriter)
        {
            ArgumentNullException.ThrowIfNull(textWriter);
            textWriter.WriteLine("Kernel information");
        }
    }
}
