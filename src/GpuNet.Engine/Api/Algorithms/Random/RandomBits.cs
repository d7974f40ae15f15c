namespace ILGPU.Algorithms.Random;

/// <summary>Random bits as numbers: integers that are not negative, fractions of [0, 1) that are evenly spaced.</summary>
internal static class RandomBits
{
    public static int ToInt(uint bits) => (int)(bits & 0x7FFF_FFFFu);

    public static long ToLong(ulong bits) => (long)(bits & 0x7FFF_FFFF_FFFF_FFFFul);

    // The upper bits, as many as the mantissa holds.
    public static float ToFloat(uint bits) => (bits >> 8) * (1.0f / (1 << 24));

    public static double ToDouble(ulong bits) => (bits >> 11) * (1.0 / (1L << 53));

    // Seeds from neighbouring states have to be unlike each other: the finalizers of MurmurHash3 (A. Appleby) and
    // SplitMix64 (G. L. Steele Jr. et al., "Fast splittable pseudorandom number generators", OOPSLA 2014).
    public static uint Seed(uint bits)
    {
        bits = (bits ^ (bits >> 16)) * 0x85EB_CA6Bu;
        bits = (bits ^ (bits >> 13)) * 0xC2B2_AE35u;
        return bits ^ (bits >> 16);
    }

    public static ulong Seed(ulong bits)
    {
        bits = (bits ^ (bits >> 30)) * 0xBF58_476D_1CE4_E5B9ul;
        bits = (bits ^ (bits >> 27)) * 0x94D0_49BB_1331_11EBul;
        return bits ^ (bits >> 31);
    }
}
