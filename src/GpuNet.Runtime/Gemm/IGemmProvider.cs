using GpuNet.Kernels;
using ILGPU;
using ILGPU.Runtime;

namespace GpuNet;

/// <summary>A library that multiplies matrices in a device's memory.</summary>
internal interface IGemmProvider
{
    /// <summary>Which one it is.</summary>
    GemmProvider Kind { get; }

    /// <summary>
    /// Whether products run in the stream that calls name, in their order; if not, they are done when a call returns,
    /// and what they read has to be there before.
    /// </summary>
    bool RunsInStream { get; }

    /// <summary>C = A B for floats or doubles; C is dense and row-major.</summary>
    void Multiply<T>(
        AcceleratorStream stream, ArrayView<T> a, ArrayView<T> b, ArrayView<T> c, in MatMulShape shape) where T : unmanaged;

    /// <summary>C = A B by tensor cores, for A and B in units of 16 bits; strides count numbers.</summary>
    /// <returns>Whether the library does that.</returns>
    bool MultiplyNarrow(
        AcceleratorStream stream, TensorNumbers numbers, ArrayView<short> a, ArrayView<short> b, ArrayView<float> c,
        in MatMulShape shape);
}
