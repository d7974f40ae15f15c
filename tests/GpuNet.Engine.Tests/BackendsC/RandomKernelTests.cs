using System.Runtime.InteropServices;
using GpuNet.Engine.IR;
using GpuNet.Engine.Tests.BackendsSimd;
using GpuNet.Engine.Tests.IR;
using GpuNet.Engine.Tests.OpenCl;
using GpuNet.Engine.Transforms;

namespace GpuNet.Engine.Tests.BackendsC;

/// <summary>Random kernels: what the interpreter makes of the unoptimized function is what the device must make of the optimized one.</summary>
public class RandomKernelTests
{
    private static readonly (int Grid, int GroupX, int GroupY)[] Launches = [(2, 16, 1), (1, 40, 1), (2, 6, 2), (1, 8, 4)];

    [Fact]
    public void Device_leaves_what_the_interpreter_leaves()
    {
        var device = ClTestDevice.Required();
        for (int seed = 0; seed < 12; seed++)
        {
            var (grid, x, y) = Launches[seed % Launches.Length];
            int bound = seed % 5;
            var (output, input, counters) = Arrays(grid * x * y);
            Interpret(RandomKernel.Make(seed), (grid, x, y), output, input, counters, bound);

            var program = Optimizer.Run(RandomKernel.Make(seed), KernelIndex.Explicit, new Dictionary<int, long>());
            var (actual, sameInput, actualCounters) = Arrays(grid * x * y);
            var source = device.Run(program, (grid, 1, 1), (x, y, 1), 0, actual, sameInput, actualCounters, bound);
            Assert.True(output.SequenceEqual(actual) && counters.SequenceEqual(actualCounters), $"Seed {seed}: output or counters differ.\n{source.Text}");
        }
    }

    private static (int[] Output, float[] Input, int[] Counters) Arrays(int items) =>
        (new int[items * RandomKernel.OutputsPerItem], [.. Enumerable.Range(0, RandomKernel.Inputs).Select(i => (i * 37 % 64 - 30) * 0.25f)], [1, 2, 3, 4]);

    private static void Interpret(Function function, (int Grid, int X, int Y) launch, int[] output, float[] input, int[] counters, int bound)
    {
        var pins = new[] { GCHandle.Alloc(output, GCHandleType.Pinned), GCHandle.Alloc(input, GCHandleType.Pinned), GCHandle.Alloc(counters, GCHandleType.Pinned) };
        ulong[] slots = [.. pins.Select(pin => (ulong)pin.AddrOfPinnedObject()), (ulong)bound];
        new Interpreter(function).Launch((launch.Grid, 1, 1), (launch.X, launch.Y, 1), slots, 0);
        foreach (var pin in pins)
            pin.Free();
    }
}
