namespace ILGPU.Util;

/// <summary>Data that a user or a library attaches to a context or an accelerator; it is disposed with its owner.</summary>
public abstract class CachedExtension : DisposeBase, ICache
{
    protected CachedExtension()
    {
    }

    public virtual void ClearCache(ClearCacheMode mode)
    {
    }
}
