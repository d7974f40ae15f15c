namespace ILGPU.Runtime;

/// <summary>Binds an accelerator to the current thread until it is disposed.</summary>
public struct ScopedAcceleratorBinding : IDisposable, IEquatable<ScopedAcceleratorBinding>
{
    private bool isBound;

    internal ScopedAcceleratorBinding(Accelerator? oldAccelerator)
    {
        OldAccelerator = oldAccelerator;
        isBound = true;
    }

    public Accelerator? OldAccelerator { get; private set; }

    /// <summary>True if there is an accelerator to go back to.</summary>
    public readonly bool IsRecoverable => OldAccelerator is not null;

    /// <summary>Binds the accelerator that was bound before.</summary>
    public void Recover()
    {
        if (!isBound)
            return;
        Accelerator.Rebind(OldAccelerator);
        OldAccelerator = null;
        isBound = false;
    }

    public void Dispose() => Recover();

    public readonly bool Equals(ScopedAcceleratorBinding other) =>
        isBound == other.isBound && OldAccelerator == other.OldAccelerator;

    public override readonly bool Equals(object? obj) => obj is ScopedAcceleratorBinding other && Equals(other);

    public override readonly int GetHashCode() => HashCode.Combine(isBound, OldAccelerator);

    public override readonly string ToString() => OldAccelerator?.ToString() ?? "<none>";

    public static bool operator ==(ScopedAcceleratorBinding first, ScopedAcceleratorBinding second) =>
        first.Equals(second);

    public static bool operator !=(ScopedAcceleratorBinding first, ScopedAcceleratorBinding second) =>
        !first.Equals(second);
}
