using GpuNet.Kernels;
using GpuNet.Operations;
using GpuNet.TestKit;

namespace GpuNet.Runtime.Tests.Operations;

/// <summary>Products by tensor cores, where a device has some, and which tile they and the others take.</summary>
public class TensorMatMulTests
{
    [Theory]
    [EveryDevice]
    public void Narrow_products_are_exact_on_every_device_with_tensor_cores(string deviceName)
    {
        var device = Device.Parse(deviceName);
        Assert.Equal(device.Kind == DeviceKind.Cuda, TensorMatMulLaunch.Suits(device));
        if (!TensorMatMulLaunch.Suits(device)) return;
        const int M = 24, N = 16, K = 40;
        using var scope = Tape.Scope();
        // Eighths from -1 to 1: every format has them, and sums of their products are exact.
        float[] a = Eighths(M * K, seed: 1), b = Eighths(N * K, seed: 2), bias = Eighths(N, seed: 3);
        float[] expected =
        [
            .. from i in Enumerable.Range(0, M)
               from j in Enumerable.Range(0, N)
               select Math.Max(0, bias[j] + Enumerable.Range(0, K).Sum(k => a[i * K + k] * b[j * K + k])),
        ];
        var (x, w) = (Tensor.From<float>(a, [M, K], device), Tensor.From<float>(b, [N, K], device));
        Check<float>(TensorNumbers.TensorFloat32, DType.Float32);
        Check<ushort>(TensorNumbers.BFloat16, DType.BFloat16);
        Check<ushort>(TensorNumbers.Float16, DType.Float16);

        void Check<TNumber>(TensorNumbers numbers, DType dtype) where TNumber : unmanaged
        {
            var c = Tensor.Zeros([M, N], device: device);
            TensorMatMulLaunch.Run<TNumber, Then<AddBias, Relu>>(
                numbers, x.To(dtype), w.To(dtype), new(Tensor.From<float>(bias, device)), c,
                MatMulShape.Dense(M, N, K, transposeB: true), default);
            Assert.Equal(expected, c.ToArray());
        }
    }

    [Theory]
    [EveryDevice]
    public void Products_by_warpgroups_are_right_on_every_device_that_has_them(string deviceName)
    {
        var device = Device.Parse(deviceName);
        if (!WarpgroupTrial.Suits(device)) return;
        var shape = MatMulShape.Dense(136, 136, 72, transposeB: true);
        Assert.Empty(WarpgroupTrial.Failures(device, TensorNumbers.BFloat16, shape));
        Assert.Empty(WarpgroupTrial.Failures(device, TensorNumbers.TensorFloat32, shape));
    }

    [Fact]
    public void A_tile_on_trial_gives_the_numbers_of_the_known_one()
    {
        var c = Tensor.Zeros([2, 2]);
        Assert.Null(Against(1, 2, 3, -4000));
        Assert.Contains("off by", Against(1, 2, 3, -4005));
        Assert.Contains("off by NaN", Against(1, 2, float.NaN, -4000));
        Assert.Equal("broken", WarpgroupTrial.ReasonAgainst(c, 0, 1, (_, _) => throw new DeviceException("broken")));

        string? Against(params float[] numbers) => WarpgroupTrial.ReasonAgainst(
            c, 0, 1, (tile, result) => result.CopyFrom(tile == 0 ? [1, 2, 3, -4000] : numbers));
    }

    [Fact]
    public void Products_with_few_tiles_take_smaller_ones()
    {
        const int Multiprocessors = 132, SharedBytes = 227 << 10;
        Assert.Equal(GpuMatMulTile.Buffered128x128, GpuMatMulHeuristics.Choose(4096, 4096, Multiprocessors));
        Assert.Equal(GpuMatMulTile.Buffered64x64, GpuMatMulHeuristics.Choose(1024, 768, Multiprocessors));
        Assert.Equal(GpuMatMulTile.Tiled32x32, GpuMatMulHeuristics.Choose(64, 128, Multiprocessors));
        Assert.Equal(TensorMatMulTile.Tile128x256, TensorMatMulHeuristics.Choose(8192, 8192, Multiprocessors, SharedBytes));
        Assert.Equal(TensorMatMulTile.Tile128x128, TensorMatMulHeuristics.Choose(8192, 8192, Multiprocessors, 100 << 10));
        Assert.Equal(TensorMatMulTile.Tile64x64, TensorMatMulHeuristics.Choose(8192, 10, Multiprocessors, SharedBytes));
        Assert.Equal(2, TensorMatMulHeuristics.Count(100 << 10));
    }

    [Fact]
    public void Batches_have_tiles_for_every_multiprocessor_sooner_but_do_not_waste_them()
    {
        const int Multiprocessors = 132, SharedBytes = 227 << 10, Heads = 96;
        Assert.Equal(GpuMatMulTile.Buffered128x128, GpuMatMulHeuristics.Choose(512, 128, Multiprocessors, Heads));
        Assert.Equal(GpuMatMulTile.Buffered64x64, GpuMatMulHeuristics.Choose(64, 64, Multiprocessors, 4 * Heads));
        Assert.Equal(GpuMatMulTile.Tiled32x32, GpuMatMulHeuristics.Choose(32, 32, Multiprocessors, 4 * Heads));
        Assert.Equal(GpuMatMulTile.Tiled32x32, GpuMatMulHeuristics.Choose(100_000, 10, Multiprocessors));
        var shapes = Enumerable.Range(0, 16).Select(i => new GroupedProduct<MatMulShape> { Shape = MatMulShape.Dense(512, 100 + i, 512) }).ToArray();
        Assert.Equal(GpuMatMulTile.Buffered64x64, GpuMatMulHeuristics.Choose(shapes, Multiprocessors));
        Assert.Equal(GpuMatMulTile.Tiled32x32, GpuMatMulHeuristics.Choose(shapes[..1], Multiprocessors));
        Assert.Equal(TensorMatMulTile.Tile128x128, TensorMatMulHeuristics.Choose(512, 128, Multiprocessors, SharedBytes, Heads));
        Assert.Equal(TensorMatMulTile.Tile64x64, TensorMatMulHeuristics.Choose(64, 64, Multiprocessors, SharedBytes, 4 * Heads));
        Assert.Equal(TensorMatMulTile.Tile64x64, TensorMatMulHeuristics.Choose(100_000, 10, Multiprocessors, SharedBytes));
    }

    private static float[] Eighths(int count, int seed) =>
        Array.ConvertAll(Samples.Uniform(count, seed), value => MathF.Round(value * 8) / 8);
}
