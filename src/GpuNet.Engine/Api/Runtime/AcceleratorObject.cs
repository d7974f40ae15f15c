using ILGPU.Util;

namespace ILGPU.Runtime;

public interface IAcceleratorObject : IDisposable
{
    Accelerator Accelerator { get; }

    AcceleratorType AcceleratorType { get; }
}

public abstract class AcceleratorObject(Accelerator accelerator) : DisposeBase, IAcceleratorObject
{
    public Accelerator Accelerator { get; } = accelerator;

    public AcceleratorType AcceleratorType => Accelerator.AcceleratorType;

    protected sealed override void Dispose(bool disposing) => DisposeAcceleratorObject(disposing);

    protected abstract void DisposeAcceleratorObject(bool disposing);
}
