namespace ILGPU.Runtime.CPU;

public sealed class CPUCapabilityContext : CapabilityContext
{
    internal CPUCapabilityContext()
    {
    }
}
