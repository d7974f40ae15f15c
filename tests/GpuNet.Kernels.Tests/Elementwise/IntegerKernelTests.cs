using GpuNet.TestKit;
using ILGPU;

namespace GpuNet.Kernels.Tests;

public class IntegerKernelTests
{
    [Theory]
    [EveryDevice]
    public void Integers_are_folded_by_items_and_by_groups(string deviceName)
    {
        using var device = KernelDevice.Open(deviceName);
        var random = new Random(1);
        foreach (var (outer, axis, chunk) in ((int, int, int)[])[(1, 1, 1), (3, 5, 5), (2, 70, 32), (5, 257, 100)])
        {
            var x = Enumerable.Range(0, outer * axis).Select(_ => random.Next(int.MinValue, int.MaxValue)).ToArray();
            var lines = x.Chunk(axis).SelectMany(line => line.Chunk(chunk)).ToArray();
            Check<Add>(lines.Select(line => line.Sum(value => (long)value)));
            Check<Maximum>(lines.Select(line => (long)line.Max()));
            Check<Minimum>(lines.Select(line => (long)line.Min()));

            void Check<TOp>(IEnumerable<long> expected) where TOp : unmanaged, IIntegerOp
            {
                var y = device.Upload(new long[lines.Length]);
                device.Run(
                    IntegerKernels.Fold<TOp, int, Int32Storage>, lines.Length, device.Upload(x).View, y.View, axis, 1, chunk);
                Assert.Equal(expected, y.Read());
                foreach (var size in device.GroupSizes)
                {
                    y = device.Upload(new long[lines.Length]);
                    device.RunGrouped(
                        IntegerKernels.FoldLines<TOp, int, Int32Storage>, new KernelConfig(lines.Length, size),
                        device.Upload(x).View, y.View, axis, chunk);
                    Assert.Equal(expected, y.Read());
                }
            }
        }
    }
}
