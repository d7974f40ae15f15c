using GpuNet.Engine.Backends.Simd;
using GpuNet.Engine.Drivers.Cpu;
using GpuNet.Engine.IR;
using GpuNet.Engine.Tests.IR;
using GpuNet.Engine.Transforms;

namespace GpuNet.Engine.Tests.BackendsSimd;

/// <summary>Random kernels: what the interpreter makes of the unoptimized function is what every number of lanes must make of the optimized one.</summary>
public unsafe class RandomKernelTests
{
    private static readonly LaunchDimensions[] Launches =
    [
        new(2, 1, 1, 16, 1, 1, 0), new(1, 1, 1, 40, 1, 1, 0), new(2, 1, 1, 6, 2, 1, 0), new(1, 1, 1, 8, 4, 1, 0),
    ];

    [Theory]
    [InlineData(0), InlineData(1), InlineData(2), InlineData(3)]
    public void Compiled_kernels_leave_what_the_interpreter_leaves(int part)
    {
        for (int seed = part * 60; seed < part * 60 + 60; seed++)
        {
            var dimensions = Launches[seed % Launches.Length];
            int bound = seed % 5;
            var raw = RandomKernel.Make(seed);
            Verifier.Verify(raw, "the generator");
            var expected = Run(dimensions, bound, slots =>
                new Interpreter(raw).Launch((dimensions.GridX, 1, 1), (dimensions.GroupX, dimensions.GroupY, 1), slots, 0));
            var program = Optimizer.Run(RandomKernel.Make(seed), KernelIndex.Explicit, new Dictionary<int, long>(), verify: true);
            Compare(seed, "optimized", expected, Run(dimensions, bound, slots =>
                new Interpreter(program.Function).Launch((dimensions.GridX, 1, 1), (dimensions.GroupX, dimensions.GroupY, 1), slots, 0)));
            foreach (int lanes in KernelBuilder.LaneCounts)
            {
                Compare(seed, $"with {lanes} lanes", expected, Run(dimensions, bound, slots =>
                {
                    fixed (ulong* pointer = slots)
                        new SimdKernel(program, lanes).RunGroups(0, dimensions.Groups, dimensions, pointer);
                }));
            }
        }
    }

    private static void Compare(int seed, string what, int[] expected, int[] actual)
    {
        int at = expected.AsSpan().CommonPrefixLength(actual);
        Assert.True(at == expected.Length, $"Seed {seed} {what}: word {at} is {actual.ElementAtOrDefault(at)}, not {expected.ElementAtOrDefault(at)}.");
    }

    private static int[] Run(LaunchDimensions dimensions, int bound, Action<ulong[]> launch)
    {
        int items = (int)dimensions.Groups * dimensions.GroupItems;
        var output = new Pinned<int>(new int[items * RandomKernel.OutputsPerItem]);
        var input = new Pinned<float>([.. Enumerable.Range(0, RandomKernel.Inputs).Select(i => (i * 37 % 64 - 30) * 0.25f)]);
        var counters = new Pinned<int>([1, 2, 3, 4]);
        launch([output.Slot, input.Slot, counters.Slot, (ulong)bound]);
        GC.KeepAlive(input);
        return [.. output.Values, .. counters.Values];
    }
}
