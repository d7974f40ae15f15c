using GpuNet.TestKit;

namespace GpuNet.Runtime.Tests.Fusion;

/// <summary>Runs a computation as it is, and again with every value in it computed at once, by a kernel of its own.</summary>
internal static class FusedAndNot
{
    /// <summary>
    /// Values and gradients have the same bits in both runs. The function passes each value in the middle through its
    /// second argument.
    /// </summary>
    internal static void AssertSameBits(
        Device device, float[] input, Func<Tensor, Func<Tensor, Tensor>, Tensor> function, string message = "")
    {
        var (y, dx) = Run(device, input, x => function(x, middle => middle));
        var (separateY, separateDx) = Run(device, input, x => function(x, Settled));
        Parity.AssertSameBits(separateY, y, $"{message} values");
        Parity.AssertSameBits(separateDx, dx, $"{message} gradients");
    }

    /// <summary>The tensor, whose value was asked for.</summary>
    internal static Tensor Settled(Tensor tensor)
    {
        tensor.Settle();
        return tensor;
    }

    private static (float[] Y, float[] Dx) Run(Device device, float[] input, Func<Tensor, Tensor> function)
    {
        using var scope = Tape.Scope();
        var x = Tensor.From<float>(input, device);
        x.RequiresGrad = true;
        var y = function(x);
        y.Backward(Tensor.From<float>(Samples.Uniform(y.Count, seed: 99), y.Shape, device));
        return (y.ToArray(), x.Grad!.ToArray());
    }
}
