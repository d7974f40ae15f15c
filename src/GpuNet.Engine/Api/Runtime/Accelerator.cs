namespace ILGPU.Runtime;

public abstract class Accelerator
{
    public abstract AcceleratorType AcceleratorType { get; }

    public AcceleratorStream DefaultStream { get; protected set; } = null!;
}
