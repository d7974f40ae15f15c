namespace GpuNet.Kernels.Tests;

/// <summary>
/// PortableMath against System.Math in double precision, over floats of every exponent, denormals, infinities and NaN.
/// The bounds are the ones its docstring states.
/// </summary>
public class PortableMathTests
{
    /// <summary>Prime, so that a sweep over all bit patterns meets every exponent with ever other mantissas.</summary>
    private const uint Step = 1531;

    public static TheoryData<string, double> Functions => new()
    {
        { "exp", 1.1 },
        { "expm1", 1.5 },
        { "log", 1 },
        { "log1p", 1.6 },
        { "tanh", 2.6 },
        { "sigmoid", 2.5 },
        { "erf", 1.5 },
        { "erfc", 3.5 },
        { "normal_cdf", 3.5 },
        { "sqrt", 0.5 },
        { "rsqrt", 1.5 },
    };

    private static (Func<float, float> Portable, Func<double, double> Exact) Function(string name) => name switch
    {
        "exp" => (PortableMath.Exp, Math.Exp),
        "expm1" => (PortableMath.Expm1, ReferenceMath.Expm1),
        "log" => (PortableMath.Log, Math.Log),
        "log1p" => (PortableMath.Log1p, ReferenceMath.Log1p),
        "tanh" => (PortableMath.Tanh, Math.Tanh),
        "sigmoid" => (PortableMath.Sigmoid, x => 1 / (1 + Math.Exp(-x))),
        "erf" => (PortableMath.Erf, ReferenceMath.Erf),
        "erfc" => (PortableMath.Erfc, ReferenceMath.Erfc),
        "normal_cdf" => (PortableMath.NormalCdf, ReferenceMath.NormalCdf),
        "sqrt" => (PortableMath.Sqrt, Math.Sqrt),
        "rsqrt" => (PortableMath.Rsqrt, x => 1 / Math.Sqrt(x)),
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };

    [Theory]
    [MemberData(nameof(Functions))]
    public void Every_sampled_float_is_within_the_bound(string name, double bound)
    {
        var (portable, exact) = Function(name);
        var worst = 0.0;
        var worstAt = 0f;
        for (ulong bits = 0; bits <= uint.MaxValue; bits += EveryFloat.StepOr(Step))
        {
            var x = BitConverter.UInt32BitsToSingle((uint)bits);
            var error = Ulps.Error(portable(x), exact(x));
            if (error > worst)
                (worst, worstAt) = (error, x);
        }

        Assert.True(worst <= bound, Message(name, worstAt, worst));
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void Thresholds_and_their_neighbours_are_within_the_bound(string name, double bound)
    {
        var (portable, exact) = Function(name);
        float[] centers =
        [
            0f, float.Epsilon, 1.17549435e-38f, 2.98023224e-8f, 0.25f, 1f / 3, 0.34657359f, 0.5f, 2f / 3, 0.75f, 1f,
            4f / 3, 2f, 3.92f, 9.01f, 10f, 16.6f, 17.3f, 18f, 87.3365f, 88.722839f, 89f, 103.27893f, 103.97208f, 104f,
            16777216f, float.MaxValue, float.PositiveInfinity,
        ];
        foreach (var center in centers)
        {
            for (var offset = -300; offset <= 300; offset++)
            {
                var bits = (long)BitConverter.SingleToUInt32Bits(center) + offset;
                if (bits < 0)
                    continue;
                var magnitude = BitConverter.UInt32BitsToSingle((uint)bits);
                foreach (var x in (float[])[magnitude, -magnitude])
                {
                    var error = Ulps.Error(portable(x), exact(x));
                    Assert.True(error <= bound, Message(name, x, error));
                }
            }
        }
    }

    [Theory]
    [InlineData("expm1")]
    [InlineData("log1p")]
    [InlineData("tanh")]
    [InlineData("erf")]
    [InlineData("sqrt")]
    public void Zero_keeps_its_sign(string name)
    {
        var (portable, _) = Function(name);
        Assert.Equal(0u, BitConverter.SingleToUInt32Bits(portable(0f)));
        Assert.Equal(0x80000000u, BitConverter.SingleToUInt32Bits(portable(-0f)));
    }

    [Fact]
    public void Sine_and_cosine_of_half_turns_are_within_two_ulps_and_exact_at_quarters()
    {
        for (var i = -400_000; i <= 400_000; i++)
        {
            // Exact in float and double; the double functions see a value below one turn, so they are accurate.
            var x = i * 5.0863e-6f;
            Assert.True(Ulps.Error(PortableMath.SinPi(x), SinPi(x)) <= 2, $"sinpi({x:R})");
            Assert.True(Ulps.Error(PortableMath.CosPi(x), SinPi(Math.Abs((double)x) + 0.5)) <= 2, $"cospi({x:R})");
        }

        for (var quarter = -9; quarter <= 9; quarter++)
        {
            var x = quarter / 2f;
            Assert.Equal((float)Math.Round(Math.Sin(Math.PI * x)), PortableMath.SinPi(x));
            Assert.Equal((float)Math.Round(Math.Cos(Math.PI * x)), PortableMath.CosPi(x));
        }
    }

    [Fact]
    public void Min_and_max_propagate_nan_from_either_side()
    {
        Assert.Equal(2f, PortableMath.Max(1f, 2f));
        Assert.Equal(2f, PortableMath.Max(2f, 1f));
        Assert.Equal(1f, PortableMath.Min(1f, 2f));
        Assert.Equal(1f, PortableMath.Min(2f, 1f));
        Assert.True(float.IsNaN(PortableMath.Max(float.NaN, 1f)) && float.IsNaN(PortableMath.Max(1f, float.NaN)));
        Assert.True(float.IsNaN(PortableMath.Min(float.NaN, 1f)) && float.IsNaN(PortableMath.Min(1f, float.NaN)));
    }

    private static string Message(string name, float x, double error)
    {
        var (portable, exact) = Function(name);
        return $"{name}({x:R}) = {portable(x):R}, exactly {exact(x):R}: {error:F2} ulps";
    }

    /// <summary>sin(pi x), reduced to [-1/4, 1/4] in exact steps.</summary>
    private static double SinPi(double x)
    {
        var quarters = Math.Round(2 * x);
        var f = Math.PI * (x - quarters / 2);
        return ((long)quarters & 3) switch
        {
            0 => Math.Sin(f),
            1 => Math.Cos(f),
            2 => -Math.Sin(f),
            _ => -Math.Cos(f),
        };
    }
}
