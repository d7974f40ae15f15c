using GpuNet.TestKit;

namespace GpuNet.Kernels.Tests;

public class PowConstantTests
{
    private static readonly float[] Special =
        [0, -0f, 1, -1, 0.5f, -1.5f, 3e-20f, -3e-20f, 1e-39f, -1e-39f, 2e13f, -2e13f, 1e30f, float.MaxValue, float.PositiveInfinity, float.NegativeInfinity, float.NaN];

    [Theory]
    [EveryDevice]
    public void Exponents_that_are_products_have_the_values_of_powers(string deviceName)
    {
        using var device = KernelDevice.Open(deviceName);
        var x = (float[])[.. Special, .. SampleData.Floats(1, 100)];
        foreach (var exponent in (float[])[1, 2, 3])
        {
            var y = device.Allocate(x.Length);
            device.Run(
                MapKernels.Forward<PowConstant, float, PortableMath>, x.Length, device.Upload(x).View, y.View, new PowConstant(exponent));
            foreach (var (value, power) in x.Zip(y.Read()))
            {
                var expected = Math.Pow(value, exponent);
                if (double.IsNaN(expected))
                {
                    Assert.True(float.IsNaN(power));
                    continue;
                }

                Assert.Equal(float.IsNegative((float)expected), float.IsNegative(power));
                Assert.True(
                    power == (float)expected
                        || Math.Abs(power - expected) <= 2 * Math.Abs((double)MathF.BitIncrement((float)expected) - (float)expected),
                    $"{value}^{exponent} = {expected}, not {power}");
            }
        }
    }
}
