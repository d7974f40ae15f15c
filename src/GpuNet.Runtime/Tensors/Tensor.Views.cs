using ILGPU;

namespace GpuNet;

/// <content>
/// The memory, for ILGPU kernels of one's own on the device's default stream, where all work of the library is issued
/// in order: <c>device.Accelerator.LoadAutoGroupedStreamKernel(...)</c>. A view is good for as long as its tensor lives;
/// outside tape scopes, keep the tensor reachable until the kernel is launched.
/// </content>
public sealed partial class Tensor
{
    /// <summary>A tensor whose content is undefined, for a kernel to write.</summary>
    /// <param name="shape">The extents.</param>
    /// <param name="dtype">The type of the elements.</param>
    /// <param name="device">Where; <see cref="Device.Default"/> if left out.</param>
    public static Tensor Empty(Shape shape, DType dtype = DType.Float32, Device? device = null) =>
        Uninitialized(shape, dtype, device ?? Device.Default);

    /// <summary>The elements, row by row, for a kernel to read.</summary>
    /// <typeparam name="T">The type that <see cref="DType"/> names.</typeparam>
    /// <exception cref="DTypeNotSupportedException">The elements are of another type.</exception>
    public ArrayView<T> ReadView<T>() where T : unmanaged
    {
        Check.OfType("ReadView", this, DTypeExtensions.Of<T>());
        RefuseKernels();
        return View<T>();
    }

    /// <summary>The elements, row by row, for a kernel to write.</summary>
    /// <typeparam name="T">The type that <see cref="DType"/> names.</typeparam>
    /// <exception cref="DTypeNotSupportedException">The elements are of another type.</exception>
    /// <exception cref="AutogradException">The tensor is the result of a recorded operation.</exception>
    public ArrayView<T> WriteView<T>() where T : unmanaged
    {
        Check.OfType("WriteView", this, DTypeExtensions.Of<T>());
        RequireWritable("WriteView");
        RefuseKernels();
        WillChange();
        return View<T>();
    }

    private static void RefuseKernels() => Recording.Current?.Refuse(
        "it hands memory to a kernel of its own (ReadView, WriteView), whose launch is not seen: launch it between runs");
}
