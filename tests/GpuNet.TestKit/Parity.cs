using Xunit;

namespace GpuNet.TestKit;

/// <summary>Holds the devices to one another: portable math gives the same bits everywhere.</summary>
public static class Parity
{
    /// <summary>
    /// Runs <paramref name="compute"/> on every device that is there and compares the bits; any NaN equals any other.
    /// </summary>
    public static void AssertOnAllDevices(Func<Device, float[]> compute)
    {
        var first = TestDevices.Present[0];
        var expected = compute(Device.Parse(first));
        foreach (var id in TestDevices.Present.Skip(1))
        {
            var actual = compute(Device.Parse(id));
            AssertSameBits(expected, actual, $"{first} and {id} differ");
        }
    }

    /// <summary>Both sequences hold the same bits, element by element; any NaN equals any other.</summary>
    public static void AssertSameBits(
        ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, string message = "bits differ")
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            if (float.IsNaN(expected[i]) && float.IsNaN(actual[i])) continue;
            if (BitConverter.SingleToUInt32Bits(expected[i]) != BitConverter.SingleToUInt32Bits(actual[i]))
                Assert.Fail(
                    $"{message} at [{i}]: {expected[i]:R} ({BitConverter.SingleToUInt32Bits(expected[i]):X8}) and "
                    + $"{actual[i]:R} ({BitConverter.SingleToUInt32Bits(actual[i]):X8}).");
        }
    }
}
