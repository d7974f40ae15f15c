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

    /// <summary>
    /// Where C goes once more, in the format of the operands of <see cref="TensorCoreMatMul"/>, for the products that read it next:
    /// 16 bits an element, from a multiple of 16 bytes on. Empty where that is not wanted; other kernels leave it alone. C itself may be
    /// empty then.
    /// </summary>
    public ArrayView<ushort> Rounded;

    /// <summary>One view for whatever an epilogue of one view reads, or for none.</summary>
    public static EpilogueOperands<T> Of(ArrayView<T> view) => new()
    {
        Bias = view,
        Added = view,
        Streams = view.Cast<RandomStream>(),
        Rounded = view.SubView(0, 0).Cast<ushort>(),
    };
}
