namespace ILGPU;

/// <summary>
/// What device code may take for granted. On the host and in debug mode a broken assumption is an exception; compiled
/// kernels drop the check, as they can tell nobody.
/// </summary>
internal static class KernelAssert
{
    public static void That(bool condition, string message)
    {
        if (!condition)
            throw new InvalidOperationException(message);
    }

    public static void IsInBounds(bool condition)
    {
        if (!condition)
            throw new IndexOutOfRangeException("The index lies outside the view: compare it with the extent first.");
    }
}
