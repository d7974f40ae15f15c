namespace GpuNet.Kernels;

/// <summary>
/// Which of the generator's words belongs to which element. A block of four words serves the elements
/// first, first + 32, first + 64, first + 96 of a run of 128, so that neighbouring items write neighbouring elements.
/// </summary>
public static class RandomLayout
{
    /// <summary>Distance of the elements one block serves.</summary>
    public const int Stride = 32;

    /// <summary>Items that kernels over <paramref name="length"/> elements need: each generates one block.</summary>
    public static int Items(int length) => (length + 4 * Stride - 1) / (4 * Stride) * Stride;

    /// <summary>The first of the elements that <paramref name="block"/> serves.</summary>
    public static int FirstElement(int block) => (block / Stride * 4 * Stride) + (block & (Stride - 1));
}
