using GpuNet.Kernels;
using ILGPU;

namespace GpuNet;

/// <summary>A library that multiplies matrices in a device's memory.</summary>
internal interface IGemmProvider
{
    /// <summary>Which one it is.</summary>
    GemmProvider Kind { get; }

    /// <summary>C = A B for floats or doubles; C is dense and row-major. Done when the call returns.</summary>
    void Multiply<T>(ArrayView<T> a, ArrayView<T> b, ArrayView<T> c, in MatMulShape shape) where T : unmanaged;
}
