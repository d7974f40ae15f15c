using GpuNet.Kernels;

namespace GpuNet.Operations;

/// <summary>Leaky ReLU whose slopes are drawn anew for each element.</summary>
internal static class RandomSlopes
{
    internal static Tensor Forward(Tensor x, double lower, double upper, Generator generator)
    {
        Check.Floating("rrelu", x);
        return x.Combine<PRelu>(Noise.Uniform(x, lower, upper, generator), default);
    }
}
