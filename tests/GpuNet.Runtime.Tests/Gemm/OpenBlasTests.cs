using GpuNet.Runtime.Tests.Memory;
using GpuNet.TestKit;

namespace GpuNet.Runtime.Tests.Gemm;

/// <summary>Products by OpenBLAS against double precision; skipped where the library is missing.</summary>
public class OpenBlasTests
{
    private static readonly (int M, int N, int K)[] Sizes =
        [(1, 1, 1), (1, 7, 3), (5, 1, 9), (3, 5, 0), (0, 4, 3), (1, 1, 8), (17, 65, 31), (70, 66, 68)];

    [Fact]
    public void The_kernels_multiply_unless_the_device_is_told_otherwise()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("GPUNET_GEMM") is null, "GPUNET_GEMM is set");
        var device = OwnDevice.Create();
        Assert.Equal(GemmProvider.Kernels, device.GemmProvider);
        Assert.SkipUnless(OpenBlas.IsAvailable, OpenBlas.Description);
        device.GemmProvider = GemmProvider.OpenBlas;
        Assert.Equal(GemmProvider.OpenBlas, device.GemmProvider);
        device.GemmProvider = GemmProvider.Kernels;
        Assert.Equal(GemmProvider.Kernels, device.GemmProvider);
    }

    [Fact]
    public void Every_transposition_is_close_to_the_exact_product()
    {
        var device = OpenBlasDevice();
        foreach (var (m, n, k) in Sizes)
        {
            foreach (var (transposeA, transposeB) in new[] { (false, false), (true, false), (false, true), (true, true) })
            {
                float[] a = Samples.Uniform(m * k, seed: 1), b = Samples.Uniform(k * n, seed: 2);
                using var scope = Tape.Scope();
                var c = Tensor.From<float>(a, transposeA ? [k, m] : [m, k], device)
                    .MatMul(Tensor.From<float>(b, transposeB ? [n, k] : [k, n], device), transposeA, transposeB);
                // Of k products below 1, each rounded once and added in any order.
                Near.AssertWithin(0, (k + 1) * k * 6e-8, Exact(a, b, m, n, k, transposeA, transposeB), c.ToArray());
            }
        }
    }

    [Fact]
    public void Gradients_agree_with_central_differences()
    {
        var (x, w, bias) = (
            Samples.UniformDoubles(12, seed: 3), Samples.UniformDoubles(8, seed: 4), Samples.UniformDoubles(2, seed: 5));
        Gradients.AssertRight(OpenBlasDevice(), [x, w, bias], [[3, 4], [2, 4], [2]], t => Functional.Linear(t[0], t[1], t[2]));
    }

    [Fact]
    public void A_prepared_step_multiplies_each_time()
    {
        var device = OpenBlasDevice();
        using var x = Tensor.From<float>([1, 2, 3, 4], [2, 2], device).Keep();
        using var bias = Tensor.From<float>([0.5f, -0.5f], device).Keep();
        using var y = Tensor.Zeros([2, 2], device: device).Keep();
        using var step = PreparedStep.Record(device, () => y.CopyFrom(Functional.Linear(x, x, bias)));
        Assert.Equal([5.5f, 10.5f, 11.5f, 24.5f], y.ToArray()); // x times its transpose is [5 11; 11 25]
        x.CopyFrom(Tensor.From<float>([2, 0, 0, 2], [2, 2], device));
        step.Run();
        Assert.Equal([4.5f, -0.5f, 0.5f, 3.5f], y.ToArray());
    }

    private static Device OpenBlasDevice()
    {
        Assert.SkipUnless(OpenBlas.IsAvailable, OpenBlas.Description);
        var device = OwnDevice.Create();
        device.GemmProvider = GemmProvider.OpenBlas;
        return device;
    }

    private static double[] Exact(float[] a, float[] b, int m, int n, int k, bool transposeA, bool transposeB)
    {
        var c = new double[m * n];
        for (var i = 0; i < m; i++)
        {
            for (var j = 0; j < n; j++)
            {
                for (var p = 0; p < k; p++)
                    c[i * n + j] += (double)a[transposeA ? p * m + i : i * k + p] * b[transposeB ? j * k + p : p * n + j];
            }
        }

        return c;
    }
}
