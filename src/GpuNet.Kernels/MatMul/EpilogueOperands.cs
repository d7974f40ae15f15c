using ILGPU;

namespace GpuNet.Kernels;

/// <summary>
/// What the epilogues of a matrix multiply read besides its sums. Each reads its own view; the others may be any.
/// </summary>
/// <typeparam name="T">The number type.</typeparam>
public struct EpilogueOperands<T> where T : unmanaged
{
    /// <summary>A number for each column of C.</summary>
    public ArrayView<T> Bias;

    /// <summary>A number for each element of C.</summary>
    public ArrayView<T> Added;

    /// <summary>The stream of a mask, as the first element.</summary>
    public ArrayView<RandomStream> Streams;

    /// <summary>One view for whatever an epilogue of one view reads, or for none.</summary>
    public static EpilogueOperands<T> Of(ArrayView<T> view) => new()
    {
        Bias = view,
        Added = view,
        Streams = view.Cast<RandomStream>(),
    };
}
