namespace ILGPU.Runtime;

public abstract class AcceleratorStream(Accelerator accelerator) : AcceleratorObject(accelerator)
{
    public abstract void Synchronize();
}
