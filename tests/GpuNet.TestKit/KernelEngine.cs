namespace GpuNet.TestKit;

/// <summary>The engine the tests were built with.</summary>
public static class KernelEngine
{
    /// <summary>Whether it is GpuNet's own, not the ILGPU packages.</summary>
    public static bool IsEmbedded =>
#if EMBEDDED_ENGINE
        true;
#else
        false;
#endif
}
