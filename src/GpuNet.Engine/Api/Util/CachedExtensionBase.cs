using System.Diagnostics.CodeAnalysis;

namespace ILGPU.Util;

/// <summary>An object that carries extensions, found by their type.</summary>
public abstract class CachedExtensionBase<TExtension> : DisposeBase, ICache
    where TExtension : CachedExtension
{
    private readonly Dictionary<Type, TExtension> extensions = [];

    protected CachedExtensionBase()
    {
    }

    public void RegisterExtension<T>(T extension)
        where T : TExtension
    {
        ArgumentNullException.ThrowIfNull(extension);
        lock (extensions)
            extensions.Add(typeof(T), extension);
    }

    public T GetExtension<T>()
        where T : TExtension =>
        TryGetExtension(out T? extension)
            ? extension
            : throw new KeyNotFoundException(
                $"No extension of type {typeof(T)} is registered; call RegisterExtension first.");

    public bool TryGetExtension<T>([NotNullWhen(true)] out T? extension)
        where T : TExtension
    {
        lock (extensions)
        {
            extension = extensions.TryGetValue(typeof(T), out var found) ? (T)found : null;
            return extension is not null;
        }
    }

    public virtual void ClearCache(ClearCacheMode mode)
    {
        lock (extensions)
        {
            foreach (var extension in extensions.Values)
                extension.ClearCache(mode);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            lock (extensions)
            {
                foreach (var extension in extensions.Values)
                    extension.Dispose();
                extensions.Clear();
            }
        }

        base.Dispose(disposing);
    }
}
