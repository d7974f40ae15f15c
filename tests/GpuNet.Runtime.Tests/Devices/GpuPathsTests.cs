using GpuNet.Operations;
using GpuNet.TestKit;

namespace GpuNet.Runtime.Tests.Devices;

/// <summary>
/// What GPUs are given that processors are not, in a training step: products in buffered tiles, rows in registers, several items a thread.
/// The bits are the processor's. <c>tests/GpuNet.TestKit/OpenCl/Fake</c> makes an OpenCL GPU of the processor to run it on.
/// </summary>
public class GpuPathsTests
{
    /// <summary>Otherwise the others would show nothing there.</summary>
    [Fact]
    public void The_fake_GPU_is_taken_for_one()
    {
        var devices = TestDevices.Present.Select(Device.Parse);
        Assert.True(Environment.GetEnvironmentVariable("FAKE_GPU") switch
        {
            null => true,
            "amd" => devices.Any(BufferedMatMulDevices.Include),
            _ => devices.Any(device => !device.IsProcessor),
        });
    }

    [Fact]
    public void Two_training_steps_have_the_same_bits_on_all_devices() => Parity.AssertOnAllDevices(device =>
    {
        using var scope = Tape.Scope();
        var x = Tensor.From<float>(Samples.Uniform(37 * 65, seed: 1), [37, 65], device);
        var labels = Tensor.From<int>(Samples.Labels(37, 7, seed: 2), [37], device);
        var w = Tensor.From<float>(Samples.Uniform(66 * 65, seed: 3, -0.2, 0.2), [66, 65], device);
        var v = Tensor.From<float>(Samples.Uniform(7 * 66, seed: 4, -0.2, 0.2), [7, 66], device);
        Tensor[] parameters = [w, v];
        foreach (var parameter in parameters) parameter.RequiresGrad = true;
        using var arena = new ParameterArena(parameters);
        using var updater = new ParameterUpdater<Kernels.AdamUpdate>(arena, new Kernels.AdamUpdate(0.9f, 0.999f, 1e-8f, 0), 0.01f);
        for (var step = 0; step < 2; step++)
        {
            arena.ZeroGrad();
            using var work = Tape.Scope();
            var hidden = Functional.LayerNorm(x.MatMul(w, transposeOther: true).Tanh(), [66]);
            Functional.CrossEntropy(hidden.MatMul(v, transposeOther: true), labels).Backward();
            updater.Step();
        }
        return [.. w.ToArray(), .. v.ToArray(), .. w.Grad!.ToArray(), .. x.Softmax().ToArray(), .. x.Sum(0).ToArray(), .. x.Max(1).ToArray()];
    });

    /// <summary>Enough tiles of 64 x 64 for each of an AMD GPU's 110 multiprocessors; k fills its tiles, and leaves some.</summary>
    [Theory, EveryDevice]
    public void Products_of_large_GPUs_have_the_bits_of_the_definition(string id)
    {
        const int M = 705, N = 700, K = 37;
        var device = Device.Parse(id);
        if (!BufferedMatMulDevices.Include(device)) return;
        using var scope = Tape.Scope();
        float[] a = Samples.Uniform(M * K, seed: 5), b = Samples.Uniform(N * K, seed: 6);
        var product = Tensor.From<float>(a, [M, K], device).MatMul(Tensor.From<float>(b, [N, K], device), transposeOther: true).ToArray();
        var expected = new float[M * N];
        for (var i = 0; i < M; i++)
        {
            for (var j = 0; j < N; j++)
            {
                var sum = 0f;
                for (var k = 0; k < K; k++) sum = MathF.FusedMultiplyAdd(a[i * K + k], b[j * K + k], sum);
                expected[i * N + j] = sum;
            }
        }
        Parity.AssertSameBits(expected, product);
    }
}
