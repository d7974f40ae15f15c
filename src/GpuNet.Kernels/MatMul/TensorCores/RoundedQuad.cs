using System.Runtime.InteropServices;
using ILGPU;
using ILGPU.Runtime;

namespace GpuNet.Kernels;

/// <summary>Four adjacent numbers of 16 bits, which go to memory at once.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct RoundedQuad
{
    internal ushort X, Y, Z, W;

    internal static RoundedQuad Of<TFormat>(Quad quad) where TFormat : unmanaged, ITensorFormat
    {
        RoundedQuad rounded;
        rounded.X = TFormat.Store(quad.X);
        rounded.Y = TFormat.Store(quad.Y);
        rounded.Z = TFormat.Store(quad.Z);
        rounded.W = TFormat.Store(quad.W);
        return rounded;
    }

    /// <summary>To an offset in numbers that is a multiple of four, in a view that starts at one of 16 bytes.</summary>
    internal readonly void Store(ArrayView<ushort> view, long offset) =>
        view.AsAligned(16).Cast<RoundedQuad>()[offset >> 2] = this;
}
