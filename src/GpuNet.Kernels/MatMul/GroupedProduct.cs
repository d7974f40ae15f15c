using ILGPU;

namespace GpuNet.Kernels;

/// <summary>One of several products of matrices in common buffers, each with a shape of its own.</summary>
public struct GroupedProduct
{
    /// <summary>The product's shape.</summary>
    public MatMulShape Shape;

    /// <summary>Where its matrix begins in the buffer of A, in elements.</summary>
    public int StartA;

    /// <summary>Where its matrix begins in the buffer of B.</summary>
    public int StartB;

    /// <summary>Where its matrix begins in the buffer of C.</summary>
    public int StartC;

    /// <summary>The first group, or item, of the launch that works on it.</summary>
    public int First;

    /// <summary>The matrix of A.</summary>
    public readonly ArrayView<T> A<T>(ArrayView<T> a) where T : unmanaged => a.SubView(StartA, Shape.M * Shape.K);

    /// <summary>The matrix of B.</summary>
    public readonly ArrayView<T> B<T>(ArrayView<T> b) where T : unmanaged => b.SubView(StartB, Shape.K * Shape.N);

    /// <summary>The matrix of C.</summary>
    public readonly ArrayView<T> C<T>(ArrayView<T> c) where T : unmanaged => c.SubView(StartC, Shape.M * Shape.N);
}
