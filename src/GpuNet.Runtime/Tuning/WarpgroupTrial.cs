using GpuNet.Kernels;
using GpuNet.Operations;

namespace GpuNet;

/// <summary>
/// Whether products by the warpgroups of compute capability 9.0, a kernel that no GPU has proven beforehand, are right on a device: they
/// have to be what its other tensor-core products are. Only where they were, <c>GPUNET_TUNE=on</c> lets them compete for speed. An error of
/// a kernel ends CUDA for the whole process, so the trial belongs into one of its own: <c>gpunet tune</c> starts it.
/// </summary>
public static class WarpgroupTrial
{
    /// <summary>What the verdict is kept as: 1 where they were right, 0 where not.</summary>
    internal const string Name = "wgmma";

    /// <summary>What is compared on the host at most.</summary>
    private const int MostElements = 1 << 26;

    /// <summary>What a single of C may be off for each step of k, with operands from -1 to 1: sums of tensor cores are cut off.</summary>
    private const double ErrorOfStep = 1e-6;

    /// <summary>Whether the device has warpgroups, and there is a compiler for them.</summary>
    public static bool Suits(Device device) => WarpgroupMatMulLaunch.Suits(device);

    /// <summary>
    /// Multiplies in every format, order in memory and tile, enough for two groups on every multiprocessor, and compares.
    /// </summary>
    /// <param name="device">A device that suits.</param>
    /// <returns>What was wrong; nothing if all was right.</returns>
    /// <exception cref="DeviceException">The device fails; nothing works on it any more in this process.</exception>
    public static IReadOnlyList<string> Run(Device device)
    {
        var tiles = (int)Math.Ceiling(Math.Sqrt(2 * device.Accelerator.NumMultiprocessors));
        // A rest of eight in all directions: rows are whole pieces of 16 bytes in every order.
        var (m, n, k) = (128 * tiles + 8, 128 * tiles + 136, 1032);
        var failures = new List<string>();
        foreach (var numbers in Enum.GetValues<TensorNumbers>())
            foreach (var order in numbers == TensorNumbers.TensorFloat32 ? [2] : (int[])[0, 1, 2, 3])
                failures.AddRange(Failures(device, numbers, MatMulShape.Dense(m, n, k, (order & 1) != 0, (order & 2) != 0)));
        return failures;
    }

    /// <summary>Keeps the verdict for later processes, as long as device, driver, compiler and kernels stay the same.</summary>
    public static void Record(Device device, bool isRight) => GpuMatMulTuning.CacheOf(device).Set(Name, isRight ? 1 : 0);

    /// <summary>What is wrong with a product of random numbers, in both tiles.</summary>
    internal static IEnumerable<string> Failures(Device device, TensorNumbers numbers, MatMulShape shape)
    {
        using var scope = Tape.Scope();
        var generator = new Generator(seed: 1);
        var dtype = numbers switch
        {
            TensorNumbers.TensorFloat32 => DType.Float32,
            TensorNumbers.BFloat16 => DType.BFloat16,
            _ => DType.Float16,
        };
        var a = generator.Uniform([shape.M * shape.K], -1, 1, device: device).To(dtype);
        var b = generator.Uniform([shape.K * shape.N], -1, 1, device: device).To(dtype);
        var (expected, actual) = (Tensor.Zeros([shape.M, shape.N], device: device), Tensor.Zeros([shape.M, shape.N], device: device));
        var failures = new List<string>();
        Multiply(expected, TensorMatMulTile.Tile64x64);
        foreach (var tile in (TensorMatMulTile[])[TensorMatMulTile.Warpgroup128x128, TensorMatMulTile.Warpgroup128x256])
        {
            Multiply(actual, tile);
            var off = LargestDifference(expected.ToArray(), actual.ToArray());
            if (!(off <= shape.K * ErrorOfStep))
                failures.Add($"{tile} of {GpuMatMulTuning.Class.Of($"{numbers}", shape, 1).Name} is off by {off:g3}");
        }
        return failures;

        void Multiply(Tensor c, TensorMatMulTile tile)
        {
            if (numbers == TensorNumbers.TensorFloat32) In<float>(c, tile);
            else In<ushort>(c, tile);
        }

        void In<TNumber>(Tensor c, TensorMatMulTile tile) where TNumber : unmanaged
        {
            var (viewA, viewB, viewC) = (a.View<TNumber>(), b.View<TNumber>(), c.View<float>());
            new TensorProduct<StoreSum>(
                numbers, viewA.Cast<short>(), viewB.Cast<short>(), EpilogueOperands<float>.Of(viewC), c,
                BufferedShape.Of(shape, viewA, viewB, viewC), default, null).InTile(tile);
        }
    }

    /// <summary>Why a tile must not be taken for a product: its numbers are others than those of a tile that is known. Null if they are the same.</summary>
    internal static string? ReasonAgainst(Tensor c, int known, int tile, Action<int, Tensor> multiply)
    {
        if (c.Count > MostElements) return "the product is larger than what is compared";
        try
        {
            using var expected = Tensor.Uninitialized(c.Shape, DType.Float32, c.Device);
            using var actual = Tensor.Uninitialized(c.Shape, DType.Float32, c.Device);
            multiply(known, expected);
            multiply(tile, actual);
            var right = expected.ToArray();
            var (off, size) = (LargestDifference(right, actual.ToArray()), right.Max(Math.Abs));
            return off <= 1e-3 * size ? null : $"its numbers are off by {off:g3}, where the largest is {size:g3}";
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            return error.Message;
        }
    }

    /// <summary>NaN where one of them is.</summary>
    private static double LargestDifference(float[] x, float[] y)
    {
        var largest = 0.0;
        for (var at = 0; at < x.Length; at++) largest = Math.Max(largest, Math.Abs((double)x[at] - y[at]));
        return largest;
    }
}
