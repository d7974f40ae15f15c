namespace ILGPU.Runtime;

public abstract partial class Accelerator
{
    private readonly HashSet<Accelerator> peers = [];

    /// <summary>True if this accelerator can read and write the other's memory itself.</summary>
    public bool CanAccessPeer(Accelerator otherAccelerator)
    {
        ArgumentNullException.ThrowIfNull(otherAccelerator);
        return otherAccelerator == this || CanAccessPeerInternal(otherAccelerator);
    }

    public bool HasPeerAccess(Accelerator otherAccelerator)
    {
        ArgumentNullException.ThrowIfNull(otherAccelerator);
        lock (peers)
            return peers.Contains(otherAccelerator);
    }

    protected abstract bool CanAccessPeerInternal(Accelerator otherAccelerator);

    public bool EnableBidirectionalPeerAccess(Accelerator otherAccelerator)
    {
        ArgumentNullException.ThrowIfNull(otherAccelerator);
        return EnablePeerAccess(otherAccelerator) && otherAccelerator.EnablePeerAccess(this);
    }

    public bool EnablePeerAccess(Accelerator otherAccelerator)
    {
        if (HasPeerAccess(otherAccelerator))
            return true;
        if (!CanAccessPeer(otherAccelerator))
            return false;
        EnablePeerAccessInternal(otherAccelerator);
        lock (peers)
            peers.Add(otherAccelerator);
        return true;
    }

    protected abstract void EnablePeerAccessInternal(Accelerator otherAccelerator);

    public bool DisablePeerAccess(Accelerator otherAccelerator)
    {
        if (!HasPeerAccess(otherAccelerator))
            return false;
        DisablePeerAccessInternal(otherAccelerator);
        lock (peers)
            return peers.Remove(otherAccelerator);
    }

    protected abstract void DisablePeerAccessInternal(Accelerator otherAccelerator);
}
