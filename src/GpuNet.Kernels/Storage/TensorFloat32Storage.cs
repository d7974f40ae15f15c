using ILGPU;

namespace GpuNet.Kernels;

/// <summary>
/// TF32, a float with ten bits of fraction: the operands of NVIDIA's tensor cores. It lies in memory as the float that it is.
/// </summary>
/// <remarks>Source: cvt.rna.tf32.f32 of NVIDIA's PTX ISA.</remarks>
public readonly struct TensorFloat32Storage : IStorage<float, float>
{
    private const uint FloatInfinity = 0x7F800000;

    /// <inheritdoc/>
    public static float Load(float stored) => stored;

    /// <summary>
    /// Rounded to nearest, halves away from zero; what is nearer to 2^128 than to the largest number is infinity. A NaN
    /// stays one, and becomes quiet.
    /// </summary>
    public static float Store(float value)
    {
        var bits = Interop.FloatAsInt(value);
        var rounded = (bits + 0x1000u) & 0xFFFFE000u;
        var nan = (bits & 0xFFFFE000u) | 0x00400000u;
        return Interop.IntAsFloat((bits & 0x7FFFFFFFu) > FloatInfinity ? nan : rounded);
    }
}
