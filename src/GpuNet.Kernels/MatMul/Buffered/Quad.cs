using System.Runtime.InteropServices;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;

namespace GpuNet.Kernels;

/// <summary>Four adjacent floats: what one instruction of a GPU loads or stores.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct Quad
{
    internal float X, Y, Z, W;

    /// <summary>The quad at an offset in floats that is a multiple of four, in a view that starts at one of 16 bytes.</summary>
    internal static Quad Load(ArrayView<float> view, long offset) => In(view)[offset >> 2];

    /// <summary>The quads of a view that starts at a multiple of 16 bytes.</summary>
    internal static ArrayView<Quad> In(ArrayView<float> view) => view.AsAligned(16).Cast<Quad>();

    /// <summary>
    /// The same from global memory. Compilers like to share a part of such a load with the single floats that the other
    /// side of a branch loads, and then make three loads of it: so CUDA devices are told.
    /// </summary>
    internal static Quad LoadGlobal(ArrayView<float> view, long offset)
    {
        if (!CudaAsm.IsSupported)
            return Load(view, offset);
        Output<float> x = default, y = default, z = default, w = default;
        Input<long> address = view.LoadEffectiveAddressAsPtr().ToInt64() + offset * sizeof(float);
        CudaAsm.EmitRef("ld.global.v4.f32 {%0, %1, %2, %3}, [%4];", ref x, ref y, ref z, ref w, ref address);
        Quad quad;
        quad.X = x.Value;
        quad.Y = y.Value;
        quad.Z = z.Value;
        quad.W = w.Value;
        return quad;
    }

    /// <summary>The same, to store.</summary>
    internal readonly void Store(ArrayView<float> view, long offset) =>
        In(view)[offset >> 2] = this;
}
