using ILGPU.Util;

namespace ILGPU.Runtime;

public interface IAcceleratorObject : IDisposable
{
    Accelerator Accelerator { get; }

    AcceleratorType AcceleratorType { get; }
}

/// <summary>An object that lives on an accelerator and is disposed with it, at the latest.</summary>
public abstract class AcceleratorObject : DisposeBase, IAcceleratorObject
{
    private readonly long childId;

    protected AcceleratorObject(Accelerator accelerator)
    {
        ArgumentNullException.ThrowIfNull(accelerator);
        Accelerator = accelerator;
        childId = accelerator.Children.Add(this);
    }

    /// <summary>For memory of the host itself, which belongs to no accelerator.</summary>
    private protected AcceleratorObject()
    {
        Accelerator = null!;
    }

    public Accelerator Accelerator { get; }

    public AcceleratorType AcceleratorType => Accelerator?.AcceleratorType ?? AcceleratorType.CPU;

    protected sealed override void Dispose(bool disposing)
    {
        // The constructor may have failed before the object had an accelerator.
        Accelerator?.Children.Remove(childId);
        DisposeAcceleratorObject(disposing);
        base.Dispose(disposing);
    }

    protected abstract void DisposeAcceleratorObject(bool disposing);
}
