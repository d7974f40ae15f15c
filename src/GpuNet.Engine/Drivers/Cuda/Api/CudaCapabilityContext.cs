namespace ILGPU.Runtime.Cuda;

/// <summary>What a CUDA device can do beyond the common core.</summary>
public sealed class CudaCapabilityContext : CapabilityContext
{
    public CudaCapabilityContext(CudaArchitecture arch)
    {
        TargetArchitecture = arch;
    }

    public CudaArchitecture TargetArchitecture { get; }

    public bool Float16_Min => TargetArchitecture >= CudaArchitecture.SM_80;

    public bool Float16_Max => TargetArchitecture >= CudaArchitecture.SM_80;

    public bool Float16_TanH => TargetArchitecture >= CudaArchitecture.SM_75;

    public bool Float32_TanH => TargetArchitecture >= CudaArchitecture.SM_75;

    public static Exception GetNotSupportedFloat16_MinException() => Lacking("the minimum of halves", CudaArchitecture.SM_80);

    public static Exception GetNotSupportedFloat16_MaxException() => Lacking("the maximum of halves", CudaArchitecture.SM_80);

    public static Exception GetNotSupportedFloat16_TanHException() => Lacking("tanh of halves", CudaArchitecture.SM_75);

    public static Exception GetNotSupportedFloat32_TanHException() => Lacking("an approximate tanh of floats", CudaArchitecture.SM_75);

    private static CapabilityNotSupportedException Lacking(string what, CudaArchitecture first) =>
        new($"The device has no instruction for {what}; it needs {first}.");
}
