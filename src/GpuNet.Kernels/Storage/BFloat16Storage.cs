using ILGPU;

namespace GpuNet.Kernels;

/// <summary>bfloat16, the upper half of a float, as its bits; see <see cref="BFloat16"/>.</summary>
public readonly struct BFloat16Storage : IStorage<ushort, float>
{
    private const uint FloatInfinity = 0x7F800000;

    /// <summary>Exact.</summary>
    public static float Load(ushort stored) => Interop.IntAsFloat((uint)stored << 16);

    /// <summary>
    /// Rounded to nearest even, subnormal numbers, too; what is nearer to 2^128 than to the largest number is infinity.
    /// A NaN stays one, and becomes quiet.
    /// </summary>
    public static ushort Store(float value)
    {
        var bits = Interop.FloatAsInt(value);
        var rounded = (bits + 0x7FFFu + ((bits >> 16) & 1u)) >> 16;
        var nan = (bits >> 16) | 0x0040u;
        return (ushort)((bits & 0x7FFFFFFFu) > FloatInfinity ? nan : rounded);
    }
}
