using ILGPU;

namespace GpuNet.Kernels;

/// <summary>IEEE half precision, as its bits; made by integer operations, because devices may lack it.</summary>
public readonly struct Float16Storage : IStorage<ushort, float>
{
    /// <summary>Bits of a half: all but the sign; infinity; a quiet NaN; 2^-14, the smallest normal number.</summary>
    private const uint Magnitude = 0x7FFF, Infinity = 0x7C00, QuietNaN = 0x7E00, SmallestNormal = 0x0400;

    /// <summary>Bits of floats: 2^-14, 2^16 (beyond the largest half) and infinity.</summary>
    private const uint FloatSmallestNormal = 0x38800000, FloatOverflow = 0x47800000, FloatInfinity = 0x7F800000;

    /// <summary>The difference of the two exponent biases, where a float has its exponent.</summary>
    private const uint Bias = 0x38000000;

    /// <summary>2^-24, the unit of subnormal halves.</summary>
    private const float SubnormalUnit = 5.9604645e-8f;

    /// <summary>Exact; a signalling NaN becomes quiet only if arithmetic makes it so.</summary>
    public static float Load(ushort stored)
    {
        var magnitude = stored & Magnitude;
        var normal = (magnitude << 13) + Bias;
        var special = (magnitude << 13) | FloatInfinity;
        var subnormal = Interop.FloatAsInt((int)magnitude * SubnormalUnit);
        var bits = magnitude >= Infinity ? special : magnitude >= SmallestNormal ? normal : subnormal;
        return Interop.IntAsFloat(((uint)stored & 0x8000u) << 16 | bits);
    }

    /// <summary>
    /// Rounded to nearest even; 65520 and above is infinity. Adding just under half a unit and the last kept bit
    /// carries exactly where it should; the unit of a subnormal half is that of a float near 0.5, whose addition rounds.
    /// </summary>
    public static ushort Store(float value)
    {
        var bits = Interop.FloatAsInt(value);
        var magnitude = bits & 0x7FFFFFFFu;
        var normal = (magnitude - Bias + 0x0FFFu + ((magnitude >> 13) & 1u)) >> 13;
        var subnormal = Interop.FloatAsInt(Interop.IntAsFloat(magnitude) + 0.5f) - 0x3F000000u;
        var finite = magnitude >= FloatSmallestNormal ? normal : subnormal;
        var rounded = magnitude >= FloatOverflow ? Infinity : finite;
        var nan = QuietNaN | ((magnitude >> 13) & 0x03FFu);
        return (ushort)((bits >> 16 & 0x8000u) | (magnitude > FloatInfinity ? nan : rounded));
    }
}
