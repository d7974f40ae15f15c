using GpuNet.TestKit;
using ILGPU;

namespace GpuNet.Kernels.Tests;

/// <summary>Kernels that move numbers.</summary>
public class DataKernelTests
{
    [Theory]
    [EveryDevice]
    public void Fill_copy_accumulate(string deviceName)
    {
        using var device = KernelDevice.Open(deviceName);
        var x = SampleData.Floats(1, 77);
        var y = device.Allocate(77);
        device.Run(DataKernels.Fill<float>, 77, y.View, 2.5f);
        Assert.All(y.Read(), v => Assert.Equal(2.5f, v));
        device.Run(DataKernels.Accumulate<float>, 77, device.Upload(x).View, y.View);
        SampleData.AssertSameBits([.. x.Select(v => 2.5f + v)], y.Read());
        device.Run(DataKernels.Copy<float>, 77, device.Upload(x).View, y.View);
        SampleData.AssertSameBits(x, y.Read());
    }

    [Theory]
    [EveryDevice]
    public void What_is_scaled_may_be_read_in_another_order(string deviceName)
    {
        using var device = KernelDevice.Open(deviceName);
        var x = SampleData.Floats(1, 2 * 3 * 4 * 5);

        // [2, 3, 4, 5] with dimensions in the order 3, 1, 0, 2.
        var shape = new BroadcastShape { Size1 = 3, Size2 = 2, Size3 = 4, A0 = 1, A1 = 20, A2 = 60, A3 = 5 };
        var expected = (
            from l in Enumerable.Range(0, 5)
            from j in Enumerable.Range(0, 3)
            from i in Enumerable.Range(0, 2)
            from k in Enumerable.Range(0, 4)
            select -3 * x[((i * 3 + j) * 4 + k) * 5 + l]).ToArray();
        var y = device.Allocate(x.Length);
        device.Run(DataKernels.ScaleStrided<float>, x.Length, device.Upload(x).View, y.View, shape, -3f);
        SampleData.AssertSameBits(expected, y.Read());
    }

    [Theory]
    [EveryDevice]
    public void Rows_are_moved_whole_or_repeat_an_element(string deviceName)
    {
        using var device = KernelDevice.Open(deviceName);
        foreach (var (rows, columns, rowsPerGroup, strips) in ((int, int, int, int)[])[(1, 1, 1, 1), (5, 33, 2, 1), (3, 100, 1, 3)])
        {
            var x = device.Upload(SampleData.Floats(rows, rows * columns));
            var (moved, repeated) = (device.Allocate(rows * columns), device.Allocate(rows * columns));
            // The rows of x in reverse order.
            var shape = new StridedShape
            {
                Size1 = 1, Size2 = 1, Size3 = 1, Size4 = 1, Size5 = rows,
                A = new() { Start = (rows - 1) * columns, Stride5 = -columns },
                B = new() { Stride5 = columns },
            };
            var groups = strips * ((rows + rowsPerGroup - 1) / rowsPerGroup);
            var launch = new KernelConfig(groups, Math.Min(8, device.MaxGroupSize));
            device.RunGrouped(
                StridedKernels.Rows<float>, launch, x.View, moved.View, shape, rows, rowsPerGroup, columns, strips);
            device.RunGrouped(
                StridedKernels.RepeatedElements<float>, launch, x.View, repeated.View, shape, rows, rowsPerGroup, columns, strips);
            var reversed = x.Read().Chunk(columns).Reverse().ToArray();
            SampleData.AssertSameBits([.. reversed.SelectMany(row => row)], moved.Read());
            SampleData.AssertSameBits([.. reversed.SelectMany(row => Enumerable.Repeat(row[0], columns))], repeated.Read());
        }
    }

    private static readonly StridedShape OneMatrix = new() { Size1 = 1, Size2 = 1, Size3 = 1, Size4 = 1, Size5 = 1 };

    [Theory]
    [EveryDevice]
    public void Transpose_plain_and_tiled(string deviceName)
    {
        using var device = KernelDevice.Open(deviceName);
        foreach (var (rows, columns) in ((int, int)[])[(1, 1), (1, 40), (33, 1), (32, 32), (31, 67)])
        {
            var x = SampleData.Floats(rows, rows * columns);
            var expected = (
                from c in Enumerable.Range(0, columns)
                from r in Enumerable.Range(0, rows)
                select x[r * columns + c]).ToArray();
            var y = device.Allocate(x.Length);
            device.Run(TransposeKernels.Plain<float>, x.Length, device.Upload(x).View, y.View, rows, columns);
            SampleData.AssertSameBits(expected, y.Read());
            var tiles = (rows + 31) / 32 * ((columns + 31) / 32);
            foreach (var size in device.GroupSizes.SelectMany(size => (Index3D[])[new(size, 1, 1), new(size / 2, 2, 1)]).Where(size => size.X > 0))
            {
                y = device.Allocate(x.Length);
                device.RunGrouped(TransposeKernels.Tiled<float>, new KernelConfig(new Index3D(tiles, 1, 1), size),
                    device.Upload(x).View, y.View, OneMatrix, rows, columns, columns, rows);
                SampleData.AssertSameBits(expected, y.Read());
            }
        }
    }

    [Theory]
    [EveryDevice]
    public void Rows_by_index(string deviceName)
    {
        using var device = KernelDevice.Open(deviceName);
        var x = SampleData.Floats(1, 5 * 3);
        var y = device.Allocate(4 * 3);
        device.Run(DataKernels.GatherRows<float>, 12,
            device.Upload(x).View, device.Upload([4, 0, 4, 2]).View, y.View, 3);
        SampleData.AssertSameBits([.. x[12..15], .. x[0..3], .. x[12..15], .. x[6..9]], y.Read());
    }
}
