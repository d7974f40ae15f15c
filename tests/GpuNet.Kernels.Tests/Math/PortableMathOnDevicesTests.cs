using GpuNet.TestKit;
using ILGPU;

namespace GpuNet.Kernels.Tests;

/// <summary>Portable math gives the host's bits on every device, for floats of every exponent and kind.</summary>
public class PortableMathOnDevicesTests
{
    [Theory]
    [EveryDevice]
    public void Every_kind_of_float_gives_the_hosts_bits(string deviceName)
    {
        using var device = KernelDevice.Open(deviceName);

        // An odd step through all bit patterns meets every exponent, denormals, NaNs and infinities of both signs.
        const uint Step = 65521;
        var x = Enumerable.Range(0, (int)(uint.MaxValue / Step))
            .Select(i => BitConverter.UInt32BitsToSingle((uint)i * Step))
            .Concat([0f, -0f, 1f, -1f, float.PositiveInfinity, float.NegativeInfinity, float.MaxValue, float.Epsilon])
            .ToArray();
        var y = device.Allocate(x.Length * Probes.Functions);
        device.Run(Probes.AllFunctions, x.Length, device.Upload(x).View, y.View);
        var actual = y.Read();
        for (var i = 0; i < actual.Length; i++)
        {
            var v = x[i / Probes.Functions];
            var expected = (i % Probes.Functions) switch
            {
                0 => PortableMath.Exp(v),
                1 => PortableMath.Expm1(v),
                2 => PortableMath.Log(v),
                3 => PortableMath.Log1p(v),
                4 => PortableMath.Tanh(v),
                5 => PortableMath.Sigmoid(v),
                6 => PortableMath.Erf(v),
                7 => PortableMath.Sqrt(v),
                8 => PortableMath.Rsqrt(v),
                _ => PortableMath.Max(PortableMath.Min(v, 2f), -2f),
            };

            // Which of the many NaNs it is, IEEE 754 leaves to the device.
            var same = float.IsNaN(expected)
                ? float.IsNaN(actual[i])
                : BitConverter.SingleToInt32Bits(expected) == BitConverter.SingleToInt32Bits(actual[i]);
            if (!same)
                Assert.Fail($"function {i % Probes.Functions} of {v:R}: {actual[i]:R} instead of {expected:R}");
        }
    }
}

/// <summary>Kernels, apart from the tests: their class has to be public, and a test class may have no other public methods.</summary>
public static class Probes
{
    internal const int Functions = 10;

    /// <summary>All functions of one number, side by side: y is [length, functions].</summary>
    public static void AllFunctions(Index1D index, ArrayView<float> x, ArrayView<float> y)
    {
        var v = x[index];
        var first = index.X * Functions;
        y[first] = PortableMath.Exp(v);
        y[first + 1] = PortableMath.Expm1(v);
        y[first + 2] = PortableMath.Log(v);
        y[first + 3] = PortableMath.Log1p(v);
        y[first + 4] = PortableMath.Tanh(v);
        y[first + 5] = PortableMath.Sigmoid(v);
        y[first + 6] = PortableMath.Erf(v);
        y[first + 7] = PortableMath.Sqrt(v);
        y[first + 8] = PortableMath.Rsqrt(v);
        y[first + 9] = PortableMath.Max(PortableMath.Min(v, 2f), -2f);
    }
}
