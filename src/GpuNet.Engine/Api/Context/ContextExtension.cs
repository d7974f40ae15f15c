using ILGPU.Util;

namespace ILGPU;

public abstract class ContextExtension : CachedExtension
{
    protected ContextExtension()
    {
    }
}
