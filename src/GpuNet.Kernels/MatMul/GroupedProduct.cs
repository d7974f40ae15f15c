using ILGPU;

namespace GpuNet.Kernels;

/// <summary>One of several products of matrices in common buffers, each with a shape of its own.</summary>
/// <typeparam name="TShape">What the kernel that multiplies has to know of a product.</typeparam>
public struct GroupedProduct<TShape> where TShape : unmanaged
{
    /// <summary>The product's shape.</summary>
    public TShape Shape;

    /// <summary>Where its matrix begins in the buffer of A: in elements, or where A is in panels, in steps of a panel.</summary>
    public int StartA;

    /// <summary>The same in the buffer of B.</summary>
    public int StartB;

    /// <summary>Where its matrix begins in the buffer of C, in elements.</summary>
    public int StartC;

    /// <summary>The buffer of A from its matrix on, of steps of a panel that are so wide.</summary>
    public readonly ArrayView<T> A<T>(ArrayView<T> a, int width = 1) where T : unmanaged => From(a, (long)StartA * width);

    /// <summary>The same for B.</summary>
    public readonly ArrayView<T> B<T>(ArrayView<T> b, int width = 1) where T : unmanaged => From(b, (long)StartB * width);

    /// <summary>The buffer of C from its matrix on.</summary>
    public readonly ArrayView<T> C<T>(ArrayView<T> c) where T : unmanaged => From(c, StartC);

    private static ArrayView<T> From<T>(ArrayView<T> view, long start) where T : unmanaged =>
        view.SubView(start, view.Length - start);
}
