namespace ILGPU.Runtime;

/// <summary>What a device can do beyond the common core.</summary>
public abstract class CapabilityContext
{
    protected CapabilityContext()
    {
    }
}
