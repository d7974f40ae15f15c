using ILGPU;

namespace GpuNet.Kernels;

/// <summary>
/// Where the matrices of a batch lie: product i reads the matrix that the strides say of each operand, and writes the
/// i-th of C.
/// </summary>
public struct MatMulBatch
{
    /// <summary>Which matrices of A and B belong together, counted in matrices.</summary>
    public BroadcastShape Matrices;

    /// <summary>Elements of a matrix of A.</summary>
    public int SizeA;

    /// <summary>Elements of a matrix of B.</summary>
    public int SizeB;

    /// <summary>Elements of a matrix of C.</summary>
    public int SizeC;

    /// <summary>The first product of the launch.</summary>
    public int First;

    /// <summary>The matrix of A that a product reads, of elements that are so many units of the view.</summary>
    public readonly ArrayView<T> A<T>(ArrayView<T> a, int product, int units = 1) where T : unmanaged =>
        a.SubView((long)Matrices.OffsetA(product) * SizeA * units, (long)SizeA * units);

    /// <summary>The matrix of B that a product reads, of elements that are so many units of the view.</summary>
    public readonly ArrayView<T> B<T>(ArrayView<T> b, int product, int units = 1) where T : unmanaged =>
        b.SubView((long)Matrices.OffsetB(product) * SizeB * units, (long)SizeB * units);

    /// <summary>The matrix of C that a product writes.</summary>
    public readonly ArrayView<T> C<T>(ArrayView<T> c, int product) where T : unmanaged =>
        c.SubView((long)product * SizeC, SizeC);
}
