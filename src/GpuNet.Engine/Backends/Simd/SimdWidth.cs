using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace GpuNet.Engine.Backends.Simd;

/// <summary>How many work-items run as the lanes of one vector of 32-bit elements.</summary>
internal static class SimdWidth
{
    /// <summary>Environment variable that limits vectors to 512, 256 or 128 bits, or to 1: no vectors.</summary>
    public const string Variable = "GPUNET_SIMD";

    /// <summary>The widest vectors this machine handles in hardware, within the limit: 16, 8 or 4 lanes, or 1.</summary>
    public static int Maximum => Math.Min(Hardware(), Limit(Environment.GetEnvironmentVariable(Variable)));

    /// <summary>The lanes for rows of so many items: never more than the row has, so that vectors are full.</summary>
    public static int For(int items, int maximum)
    {
        int lanes = maximum;
        while (lanes > 4 && lanes > items)
            lanes /= 2;
        return items < 4 ? 1 : lanes;
    }

    public static int Limit(string? variable) => variable switch
    {
        "512" or "" or null => 16,
        "256" => 8,
        "128" => 4,
        "1" => 1,
        _ => throw new NotSupportedException($"The environment variable {Variable} is '{variable}'; it must be 512, 256, 128 or 1."),
    };

    // Masked loads and fused multiply-adds are what lanes cannot do without: AVX2 has them, SSE has not.
    private static int Hardware() =>
        !Avx2.IsSupported || !Fma.IsSupported ? 1 : Vector512.IsHardwareAccelerated && Avx512F.IsSupported ? 16 : 8;
}
