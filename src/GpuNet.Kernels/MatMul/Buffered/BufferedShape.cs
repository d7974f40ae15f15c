using ILGPU;

namespace GpuNet.Kernels;

/// <summary>A product, and which of its matrices may be read or written 16 bytes at a time.</summary>
public struct BufferedShape
{
    /// <summary>The product.</summary>
    public MatMulShape Product;

    /// <summary>
    /// 1 where A starts at a multiple of 16 bytes, and so does every one of its stored rows, and they have no rest.
    /// </summary>
    public int HasVectorsA;

    /// <summary>The same for B.</summary>
    public int HasVectorsB;

    /// <summary>The same for C.</summary>
    public int HasVectorsC;

    /// <summary>What the addresses and strides of a product's matrices allow.</summary>
    /// <typeparam name="TNumber">The numbers of A and B.</typeparam>
    /// <typeparam name="TResult">The numbers of C.</typeparam>
    public static BufferedShape Of<TNumber, TResult>(
        in MatMulShape product, ArrayView<TNumber> a, ArrayView<TNumber> b, ArrayView<TResult> c)
        where TNumber : unmanaged
        where TResult : unmanaged =>
        Of(product, 16 / Interop.SizeOf<TNumber>(), IsAligned(a), IsAligned(b), IsAligned(c));

    /// <summary>The same for matrices of floats that begin so many elements behind the start of a buffer.</summary>
    public static BufferedShape At(in MatMulShape product, int startA, int startB, int startC) =>
        Of(product, 4, startA % 4 == 0, startB % 4 == 0, startC % 4 == 0);

    /// <summary>Whether A takes <see cref="AdjacentLines"/>.</summary>
    public static bool LinesAreAdjacentInA(in MatMulShape product) => product.AColumn != 1 && product.ARow == 1;

    /// <summary>Whether B takes <see cref="AdjacentLines"/>.</summary>
    public static bool LinesAreAdjacentInB(in MatMulShape product) => product.BRow != 1 && product.BColumn == 1;

    private static BufferedShape Of(in MatMulShape product, int numbers, bool isAlignedA, bool isAlignedB, bool isAlignedC) => new()
    {
        Product = product,
        HasVectorsA = LinesAreAdjacentInA(product)
            ? HasVectors(isAlignedA, numbers, product.AColumn, product.M)
            : HasVectors(isAlignedA, numbers, product.ARow, product.AColumn == 1 ? product.K : 1),
        HasVectorsB = LinesAreAdjacentInB(product)
            ? HasVectors(isAlignedB, numbers, product.BRow, product.N)
            : HasVectors(isAlignedB, numbers, product.BColumn, product.BRow == 1 ? product.K : 1),
        HasVectorsC = HasVectors(isAlignedC, 4, product.N, product.N),
    };

    private static int HasVectors(bool isAligned, int numbers, int stride, int length) =>
        isAligned && stride % numbers == 0 && length % numbers == 0 ? 1 : 0;

    /// <summary>Buffers themselves start at multiples of more than 16 bytes.</summary>
    private static bool IsAligned<TView>(in TView view) where TView : struct, IContiguousArrayView =>
        view.Length > 0 && view.IndexInBytes % 16 == 0;
}
