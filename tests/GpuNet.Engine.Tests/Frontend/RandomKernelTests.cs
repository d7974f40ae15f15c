using GpuNet.Engine.IR;

namespace GpuNet.Engine.Tests.Frontend;

public sealed class RandomKernelTests
{
    private static readonly int[] Inputs =
        [0, 1, -1, 2, 7, 100, -100, 12345, int.MaxValue, int.MinValue, 65535, -65536, 31, 32, 1 << 30];

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(20)]
    [InlineData(30)]
    public void Random_programs_mean_the_same_everywhere(int firstSeed)
    {
        for (int seed = firstSeed; seed < firstSeed + 10; seed++)
        {
            KernelCheck.Run(
                RandomKernel.Create(seed), KernelIndex.Index1D, [Inputs.Length], (2, 1, 1), (8, 1, 1),
                [Inputs, new int[Inputs.Length]],
                // OpenCL compilers are slow: a few programs have to do there.
                isExact: seed % 10 < 4);
        }
    }
}
