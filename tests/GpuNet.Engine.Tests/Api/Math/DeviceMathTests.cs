using ILGPU;
using ILGPU.Algorithms;
using ILGPU.Runtime;

namespace GpuNet.Engine.Tests.Api.Math;

/// <summary>Every function of XMath inside kernels, on every device, against System.Math in double precision.</summary>
public sealed class DeviceMathTests(TestAccelerators accelerators) : IClassFixture<TestAccelerators>
{
    // Inside the domain of every function, and away from the jumps of those that have some.
    private static readonly double[] Inputs = [0.03, 0.11, 0.26, 0.52, 0.73, 0.88, 0.999];

    private static readonly Func<double, double>[] References =
    [
        System.Math.Sin, System.Math.Cos, System.Math.Tan, System.Math.Asin, System.Math.Acos, System.Math.Atan,
        System.Math.Sinh, System.Math.Cosh, System.Math.Tanh, System.Math.Exp, x => System.Math.Pow(2, x), System.Math.Log,
        System.Math.Log2, System.Math.Log10, System.Math.Sqrt, x => 1 / System.Math.Sqrt(x), x => 1 / x,
        x => System.Math.Pow(x, 1.7), x => System.Math.Atan2(x, 0.3), x => System.Math.Log(x, 7),
        x => System.Math.Sin(x) + System.Math.Cos(x), x => x % 0.25, x => System.Math.IEEERemainder(x, 0.25),
        x => System.Math.Floor(x * 10), x => System.Math.Ceiling(x * 10), x => System.Math.Truncate(x * 10),
        x => System.Math.Round(x * 10, 1, MidpointRounding.AwayFromZero), x => x / 180 * System.Math.PI,
        x => x * 180 / System.Math.PI, x => System.Math.Clamp(x, 0.2, 0.6), x => System.Math.Abs(x - 0.5),
    ];

    [Theory]
    [MemberData(nameof(TestAccelerators.All), MemberType = typeof(TestAccelerators))]
    public void Doubles(TestDevice device)
    {
        if (device == TestDevice.CudaPtx)
        {
            // PTX has none of them in double.
            Assert.Contains("Sin on double", Assert.Throws<InternalCompilerException>(() => Run<double>(device, DoubleKernel, Inputs)).Message);
            return;
        }
        var results = Run<double>(device, DoubleKernel, Inputs);
        Check(Inputs, results, 1e-13);
    }

    [Theory]
    [MemberData(nameof(TestAccelerators.All), MemberType = typeof(TestAccelerators))]
    public void Floats(TestDevice device)
    {
        var inputs = Inputs.Select(x => (float)x).ToArray();
        if (device == TestDevice.CudaPtx)
        {
            Assert.Contains("Asin on float", Assert.Throws<InternalCompilerException>(() => Run<float>(device, FloatKernel, inputs)).Message);
            return;
        }
        var results = Run<float>(device, FloatKernel, inputs);
        // The device's own functions may be a few units in the last place off; OpenCL allows pow 16.
        Check(inputs.Select(x => (double)x).ToArray(), results.Select(y => (double)y).ToArray(), 4e-6);
    }

    private T[] Run<T>(TestDevice device, Action<Index1D, ArrayView<T>, ArrayView<T>> kernel, T[] inputs)
        where T : unmanaged
    {
        var accelerator = accelerators[device];
        using var x = accelerator.Allocate1D(inputs);
        using var y = accelerator.Allocate1D<T>(inputs.Length * References.Length);
        accelerator.LaunchAutoGrouped(kernel, new Index1D(inputs.Length), x.AsContiguous(), y.AsContiguous());
        accelerator.Synchronize();
        return y.GetAsArray1D();
    }

    private static void Check(double[] inputs, double[] results, double tolerance)
    {
        for (var i = 0; i < results.Length; ++i)
        {
            var (input, function) = (inputs[i / References.Length], i % References.Length);
            var expected = References[function](input);
            // Relative, and absolute below one: remainders cancel.
            var error = System.Math.Abs(results[i] - expected) / System.Math.Max(1, System.Math.Abs(expected));
            Assert.True(error <= tolerance, $"function {function} of {input} is {results[i]}, not {expected}");
        }
    }

    private static void DoubleKernel(Index1D index, ArrayView<double> inputs, ArrayView<double> results)
    {
        var x = inputs[index];
        var y = results.SubView(index * 31, 31);
        y[0] = XMath.Sin(x);
        y[1] = XMath.Cos(x);
        y[2] = XMath.Tan(x);
        y[3] = XMath.Asin(x);
        y[4] = XMath.Acos(x);
        y[5] = XMath.Atan(x);
        y[6] = XMath.Sinh(x);
        y[7] = XMath.Cosh(x);
        y[8] = XMath.Tanh(x);
        y[9] = XMath.Exp(x);
        y[10] = XMath.Exp2(x);
        y[11] = XMath.Log(x);
        y[12] = XMath.Log2(x);
        y[13] = XMath.Log10(x);
        y[14] = XMath.Sqrt(x);
        y[15] = XMath.Rsqrt(x);
        y[16] = XMath.Rcp(x);
        y[17] = XMath.Pow(x, 1.7);
        y[18] = XMath.Atan2(x, 0.3);
        y[19] = XMath.Log(x, 7);
        XMath.SinCos(x, out var sin, out var cos);
        y[20] = sin + cos;
        y[21] = XMath.Rem(x, 0.25);
        y[22] = XMath.IEEERemainder(x, 0.25);
        y[23] = XMath.Floor(x * 10);
        y[24] = XMath.Ceiling(x * 10);
        y[25] = XMath.Truncate(x * 10);
        y[26] = XMath.Round(x * 10, 1, MidpointRounding.AwayFromZero);
        y[27] = XMath.DegToRad(x);
        y[28] = XMath.RadToDeg(x);
        y[29] = XMath.Clamp(x, 0.2, 0.6);
        y[30] = XMath.Abs(x - 0.5);
    }

    private static void FloatKernel(Index1D index, ArrayView<float> inputs, ArrayView<float> results)
    {
        var x = inputs[index];
        var y = results.SubView(index * 31, 31);
        y[0] = XMath.Sin(x);
        y[1] = XMath.Cos(x);
        y[2] = XMath.Tan(x);
        y[3] = XMath.Asin(x);
        y[4] = XMath.Acos(x);
        y[5] = XMath.Atan(x);
        y[6] = XMath.Sinh(x);
        y[7] = XMath.Cosh(x);
        y[8] = XMath.Tanh(x);
        y[9] = XMath.Exp(x);
        y[10] = XMath.Exp2(x);
        y[11] = XMath.Log(x);
        y[12] = XMath.Log2(x);
        y[13] = XMath.Log10(x);
        y[14] = XMath.Sqrt(x);
        y[15] = XMath.Rsqrt(x);
        y[16] = XMath.Rcp(x);
        y[17] = XMath.Pow(x, 1.7f);
        y[18] = XMath.Atan2(x, 0.3f);
        y[19] = XMath.Log(x, 7);
        XMath.SinCos(x, out var sin, out var cos);
        y[20] = sin + cos;
        y[21] = XMath.Rem(x, 0.25f);
        y[22] = XMath.IEEERemainder(x, 0.25f);
        y[23] = XMath.Floor(x * 10);
        y[24] = XMath.Ceiling(x * 10);
        y[25] = XMath.Truncate(x * 10);
        y[26] = XMath.Round(x * 10, 1, MidpointRounding.AwayFromZero);
        y[27] = XMath.DegToRad(x);
        y[28] = XMath.RadToDeg(x);
        y[29] = XMath.Clamp(x, 0.2f, 0.6f);
        y[30] = XMath.Abs(x - 0.5f);
    }
}
