using GpuNet.Kernels;
using GpuNet.Runtime.Tests.Memory;
using GpuNet.TestKit;

namespace GpuNet.Runtime.Tests.Operations;

/// <summary>Every unary op of the registry through the tensor: values, gradients and edges, on every device.</summary>
public class UnaryTests
{
    [Theory, EveryDevice]
    public void Values_lie_within_the_ops_bound_of_its_reference(string id)
    {
        var device = Device.Parse(id);
        foreach (var entry in OpRegistry.UnaryOps)
        {
            var (low, high) = entry.Info.Domain;
            var inputs = Samples.Uniform(301, seed: 1, low, high);
            var expected = inputs.Select(x => Reference(entry, x)).ToArray();
            using var scope = Tape.Scope();
            var actual = UnaryOps.Map(Tensor.From<float>(inputs, device), entry).ToArray();
            Ulps.AssertWithin(entry.Info.MaxUlps, expected, actual);
        }
    }

    // On the processor only: what every op's derivative is on the other devices, the bits below hold to it.
    [Fact]
    public void Gradients_agree_with_central_differences()
    {
        foreach (var entry in OpRegistry.UnaryOps)
        {
            var (low, high) = entry.Info.Domain;
            var inputs = Samples.UniformDoubles(23, seed: 2, Math.Max(low, -3), Math.Min(high, 3))
                .Where(x => entry.Info.Kinks.All(kink => Math.Abs(x - kink.At) > 1e-3) && x - low > 1e-2
                    && high - x > 1e-2).ToArray();
            Gradients.AssertRight(
                Device.Cpu, [inputs], [[inputs.Length]], x => UnaryOps.Map(x[0], entry), entry.Info.Name);
        }
    }

    [Fact]
    public void Portable_math_gives_the_same_bits_on_every_device_at_the_edges_too()
    {
        foreach (var entry in OpRegistry.UnaryOps)
        {
            float[] inputs = [.. Samples.Edges, .. Samples.Uniform(500, seed: 3, -20, 20)];
            Parity.AssertOnAllDevices(device =>
            {
                using var scope = Tape.Scope();
                var x = Tensor.From<float>(inputs, device);
                x.RequiresGrad = true;
                var y = UnaryOps.Map(x, entry);
                y.Backward(Tensor.OnesLike(y));
                return [.. y.ToArray(), .. x.Grad!.ToArray()];
            });
        }
    }

    [Theory, EveryDevice]
    public void Fast_math_is_a_choice_of_the_device_and_stays_close(string id)
    {
        var fast = OwnDevice.Create(id);
        Assert.Equal(MathMode.Portable, fast.MathMode);
        fast.MathMode = MathMode.Fast;
        var inputs = Samples.Uniform(300, seed: 5, -8, 8);
        using var scope = Tape.Scope();
        var x = Tensor.From<float>(inputs, fast);
        // GPUs' own functions are good to about 1e-6; these bounds leave room for the coarsest.
        Near.AssertWithin(1e-5, 0, [.. inputs.Select(v => Math.Exp(v))], x.Exp().ToArray());
        Near.AssertWithin(1e-5, 1e-6, [.. inputs.Select(v => Math.Tanh(v))], x.Tanh().ToArray());
        Near.AssertWithin(1e-5, 1e-6, [.. inputs.Select(v => 1 / (1 + Math.Exp(-v)))], x.Sigmoid().ToArray());
        Assert.Equal(inputs.Select(v => Math.Max(v, 0)), x.Relu().ToArray());
    }

    [Theory, EveryDevice]
    public void Empty_and_single_element_tensors_work(string id)
    {
        var device = Device.Parse(id);
        using var scope = Tape.Scope();
        Assert.Empty(Tensor.Zeros([0, 3], device: device).Relu().ToArray());
        Assert.Equal(2.0, Tensor.Scalar(2, device: device).Relu().Item());
        Assert.Equal([0f, 3f], Tensor.From<float>([-1f, 3f], device).Relu().ToArray());
    }

    [Fact]
    public void Integers_are_refused()
    {
        using var scope = Tape.Scope();
        var error = Assert.Throws<DTypeNotSupportedException>(() => Tensor.From<int>([1, 2], Device.Cpu).Exp());
        Assert.Contains("Int32", error.Message);
    }

    private static double Reference(UnaryOpEntry entry, float x) =>
        entry.Info.Reference(x, [.. entry.Info.Parameters.Select(parameter => (double)(float)parameter.Default)]);
}
