using System.Globalization;

namespace GpuNet.Kernels.Tests;

/// <summary>
/// Sweeps over the bit patterns of floats: in steps that take seconds in all, or, with the environment variable GPUNET_FLOAT_STEP=1,
/// over every float there is, which takes two minutes a function.
/// </summary>
internal static class EveryFloat
{
    private static readonly string? Chosen = Environment.GetEnvironmentVariable("GPUNET_FLOAT_STEP");

    internal static uint StepOr(uint ordinary) => Chosen is null ? ordinary : uint.Parse(Chosen, CultureInfo.InvariantCulture);
}
