using ILGPU.Runtime.CPU;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;
using ILGPU.Util;

namespace ILGPU.Runtime;

public abstract class AcceleratorExtension : CachedExtension
{
    protected AcceleratorExtension()
    {
    }
}

/// <summary>Makes an extension for each kind of accelerator.</summary>
public interface IAcceleratorExtensionProvider<TExtension>
{
    TExtension? CreateCPUExtension(CPUAccelerator accelerator);

    TExtension? CreateCudaExtension(CudaAccelerator accelerator);

    TExtension? CreateOpenCLExtension(CLAccelerator accelerator);
}
