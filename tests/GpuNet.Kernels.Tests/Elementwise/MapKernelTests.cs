using System.Reflection;
using GpuNet.TestKit;

namespace GpuNet.Kernels.Tests;

/// <summary>
/// The map kernels over every op of the registry: a device computes the bits the op's code computes on the host.
/// </summary>
public class MapKernelTests
{
    public static IEnumerable<TheoryDataRow<string, string>> DevicesAndOps =>
        KernelDevice.With(OpRegistry.UnaryOps.Select(e => e.Info.Name));

    [Theory]
    [MemberData(nameof(DevicesAndOps))]
    public void Forward_and_backward_match_the_op_on_the_host(string device, string name)
    {
        var entry = OpRegistry.Unary(name);
        typeof(MapKernelTests)
            .GetMethod(nameof(Check), BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(entry.Type)
            .Invoke(null, BindingFlags.DoNotWrapExceptions, null, [device, entry.Info, entry.Create()], null);
    }

    private static void Check<TOp>(string deviceName, OpInfo info, TOp op) where TOp : unmanaged, IUnaryOp<TOp>
    {
        using var device = KernelDevice.Open(deviceName);
        foreach (var x in Inputs(info))
        {
            var length = x.Length;
            var dy = SampleData.Floats(length + 1, length);
            var y = x.Select(v => op.Forward<float, PortableMath>(v)).ToArray();
            var dx = dy.Select((g, i) => new Single<TOp>(op).Backward<float, PortableMath>(g, x[i], y[i])).ToArray();

            var deviceX = device.Upload(x);
            var deviceY = device.Allocate(length);
            device.Run(MapKernels.Forward<TOp, float, PortableMath>, length, deviceX.View, deviceY.View, op);
            AssertSame(y, deviceY.Read());

            var gradient = device.Allocate(length);
            var dyView = device.Upload(dy).View;
            switch (info.Needs)
            {
                case BackwardNeeds.None:
                    device.Run(MapKernels.BackwardFromNothing<Single<TOp>, float, PortableMath>, length,
                        dyView, gradient.View, new Single<TOp>(op));
                    break;
                case BackwardNeeds.Input:
                    device.Run(MapKernels.BackwardFromInput<Single<TOp>, float, PortableMath>, length,
                        deviceX.View, dyView, gradient.View, new Single<TOp>(op));
                    break;
                case BackwardNeeds.Output:
                    device.Run(MapKernels.BackwardFromOutput<Single<TOp>, float, PortableMath>, length,
                        deviceY.View, dyView, gradient.View, new Single<TOp>(op));
                    break;
                default:
                    device.Run(MapKernels.BackwardFromBoth<Single<TOp>, float, PortableMath>, length,
                        deviceX.View, deviceY.View, dyView, gradient.View, new Single<TOp>(op));
                    break;
            }

            AssertSame(dx, gradient.Read());
        }
    }

    /// <summary>One, a few and many inputs of the op's domain; floats of every exponent, denormals, infinities and NaN.</summary>
    private static IEnumerable<float[]> Inputs(OpInfo info)
    {
        foreach (var length in (int[])[1, 7, 1021])
            yield return SampleData.Floats(length, length, (float)info.Domain.Low, (float)info.Domain.High);
        const uint Step = 524287;
        yield return
        [
            .. Enumerable.Range(0, (int)(uint.MaxValue / Step)).Select(i => BitConverter.UInt32BitsToSingle((uint)i * Step)),
            0, -0f, float.PositiveInfinity, float.NegativeInfinity, float.Epsilon, float.MaxValue,
        ];
    }

    [Theory]
    [EveryDevice]
    public void A_chain_needs_input_and_output_and_gets_them(string deviceName)
    {
        using var device = KernelDevice.Open(deviceName);
        var op = new Chain<Single<LeakyRelu>, Single<Tanh>>(new(new LeakyRelu(0.1f)), default);
        var x = SampleData.Floats(1, 100, -2, 2);
        var y = device.Allocate(100);
        var dx = device.Allocate(100);
        var deviceX = device.Upload(x);
        var ones = device.Allocate(100, 1);
        device.Run(MapKernels.Forward<Chain<Single<LeakyRelu>, Single<Tanh>>, float, PortableMath>, 100, deviceX.View, y.View, op);
        device.Run(MapKernels.BackwardFromBoth<Chain<Single<LeakyRelu>, Single<Tanh>>, float, PortableMath>, 100,
            deviceX.View, y.View, ones.View, dx.View, op);
        var expected = x.Select(v => Math.Tanh(v > 0 ? v : 0.1f * v)).ToArray();
        SampleData.AssertClose(expected, y.Read(), 1e-6);
        SampleData.AssertClose(
            [.. x.Zip(expected, (v, t) => (1 - t * t) * (v > 0 ? 1 : 0.1f))], dx.Read(), 1e-6);
    }

    [Theory]
    [EveryDevice]
    public void Fast_math_is_close_to_the_reference(string deviceName)
    {
        using var device = KernelDevice.Open(deviceName);
        Check<Sigmoid>();
        Check<Tanh>();
        Check<Exp>();
        Check<Log>();
        Check<Sqrt>();

        void Check<TOp>() where TOp : unmanaged, IUnaryOp<TOp>
        {
            var x = SampleData.Floats(3, 1000, (float)TOp.Info.Domain.Low, (float)TOp.Info.Domain.High);
            var y = device.Allocate(1000);
            device.Run(MapKernels.Forward<TOp, float, FastMath>, 1000, device.Upload(x).View, y.View, default(TOp));
            foreach (var (v, actual) in x.Zip(y.Read()))
            {
                var expected = TOp.Info.Reference(v, []);
                Assert.InRange(actual, expected - 1e-5 * Math.Abs(expected), expected + 1e-5 * Math.Abs(expected));
            }
        }
    }

    [Theory]
    [EveryDevice]
    public void Double_precision_runs_on_the_device(string deviceName)
    {
        using var device = KernelDevice.Open(deviceName);
        var x = SampleData.Floats(2, 50, -3, 3).Select(v => (double)v).ToArray();
        var deviceX = device.Upload(x);
        var y = device.Upload(new double[50]);
        device.Run(MapKernels.Forward<Tanh, double, DoubleMath>, 50, deviceX.View, y.View, default(Tanh));
        foreach (var (actual, v) in y.Read().Zip(x))
            Assert.Equal(Math.Tanh(v), actual, 1e-14);
    }

    /// <summary>Bit-equal, except that a NaN may be any NaN.</summary>
    private static void AssertSame(float[] expected, float[] actual) =>
        SampleData.AssertSameBits([.. expected.Select(OneNan)], [.. actual.Select(OneNan)]);

    private static float OneNan(float value) => float.IsNaN(value) ? float.NaN : value;
}
