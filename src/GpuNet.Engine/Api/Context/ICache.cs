namespace ILGPU;

public interface ICache
{
    void ClearCache(ClearCacheMode mode);
}
