namespace GpuNet.Kernels.Tests;

/// <summary>What every binary op in the registry has to hold, from what it says about itself.</summary>
public class BinaryOpTests
{
    private const int Samples = 61;

    public static TheoryData<string> Ops => [.. OpRegistry.BinaryOps.Select(e => e.Info.Name)];

    /// <summary>All but losses, which may overflow on the way to a large value.</summary>
    public static TheoryData<string> OpsOfAllFloats => [.. OpRegistry.BinaryOps
        .Where(e => e.Info.Category != OpCategory.Loss).Select(e => e.Info.Name)];

    [Theory]
    [MemberData(nameof(Ops))]
    public void Values_agree_with_the_reference(string name)
    {
        var (info, op, parameters) = Open(name);
        foreach (var (a, b) in SamplesOf(info))
        {
            var expected = info.Reference((float)a, (float)b, parameters);
            var scale = Math.Max(Math.Abs(expected), Math.Max(Math.Abs(a), Math.Abs(b)));
            var error = Math.Abs(op.Forward((float)a, (float)b) - expected) / Ulps.Spacing(scale);
            Assert.True(error <= info.MaxUlps, $"{name}({a:R}, {b:R}): {error:F2} ulps off");
            var errorDouble = Math.Abs(op.ForwardDouble((float)a, (float)b) - expected);
            Assert.True(errorDouble <= 1e-14 * scale, $"{name}({a:R}, {b:R}) in double");
        }
    }

    [Theory]
    [MemberData(nameof(OpsOfAllFloats))]
    public void Values_agree_with_the_reference_over_all_floats(string name)
    {
        var (info, op, parameters) = Open(name);
        var random = new Random(1);
        var count = info.Category is OpCategory.Activation or OpCategory.Gate ? 1_100_000 : 300_000;
        var (worst, worstA, worstB) = (0.0, 0f, 0f);
        for (var i = 0; i < count; i++)
        {
            // Any bits for both, or for one, beside numbers of moderate size.
            var (a, b) = (i % 3) switch
            {
                0 => (AnyFloat(), AnyFloat()),
                1 => (AnyFloat(), (float)(random.NextDouble() * 40 - 20)),
                _ => ((float)(random.NextDouble() * 400 - 200), AnyFloat()),
            };
            var error = Ulps.Error(op.Forward(a, b), info.Reference(a, b, parameters));
            if (!(error <= worst)) (worst, worstA, worstB) = (error, a, b);
        }
        Assert.True(worst <= info.MaxUlps,
            $"{name}({worstA:R}, {worstB:R}) = {op.Forward(worstA, worstB):R}, exactly {info.Reference(worstA, worstB, parameters):R}: {worst:F2} ulps off");

        float AnyFloat() => BitConverter.UInt32BitsToSingle((uint)random.NextInt64(1L << 32));
    }

    [Theory]
    [MemberData(nameof(Ops))]
    public void The_derivatives_are_the_slopes_of_the_reference(string name)
    {
        var (info, op, parameters) = Open(name);
        const double H = 1e-6;
        foreach (var (a, b) in SamplesOf(info))
        {
            if (info.DistanceToKink?.Invoke(a, b, parameters) <= 4 * H || Math.Abs(a) < 4 * H)
                continue;
            var y = info.Reference(a, b, parameters);
            var slopeA = (info.Reference(a + H, b, parameters) - info.Reference(a - H, b, parameters)) / (2 * H);
            var slopeB = info.BIsLabel
                ? 0
                : (info.Reference(a, b + H, parameters) - info.Reference(a, b - H, parameters)) / (2 * H);
            AssertClose(slopeA, op.DerivativeADouble(a, b, y), 1e-6, y);
            AssertClose(slopeB, op.DerivativeBDouble(a, b, y), 1e-6, y);
            AssertClose(slopeA, op.DerivativeA((float)a, (float)b, (float)y), 1e-5, y);
            AssertClose(slopeB, op.DerivativeB((float)a, (float)b, (float)y), 1e-5, y);
        }
    }

    [Theory]
    [MemberData(nameof(Ops))]
    public void The_derivatives_read_only_what_the_op_says_it_needs(string name)
    {
        var (info, op, _) = Open(name);
        foreach (var (a64, b64) in SamplesOf(info))
        {
            float a = (float)a64, b = (float)b64;
            var y = op.Forward(a, b);
            var needsInput = info.Needs.HasFlag(BackwardNeeds.Input);
            var (pa, pb) = needsInput ? (a, b) : (float.NaN, float.NaN);
            var py = info.Needs.HasFlag(BackwardNeeds.Output) ? y : float.NaN;
            Assert.Equal(op.DerivativeA(a, b, y), op.DerivativeA(pa, pb, py));
            Assert.Equal(op.DerivativeB(a, b, y), op.DerivativeB(pa, pb, py));
            Assert.False(float.IsNaN(op.DerivativeA(pa, pb, py)) || float.IsNaN(op.DerivativeB(pa, pb, py)));
        }
        foreach (var a in TestKit.Samples.Edges)
        {
            foreach (var b in TestKit.Samples.Edges)
            {
                var y = op.Forward(a, b);
                var (pa, pb) = info.Needs.HasFlag(BackwardNeeds.Input) ? (a, b) : (float.NaN, float.NaN);
                var py = info.Needs.HasFlag(BackwardNeeds.Output) ? y : float.NaN;
                Assert.Equal(op.DerivativeA(a, b, y), op.DerivativeA(pa, pb, py));
                Assert.Equal(op.DerivativeB(a, b, y), op.DerivativeB(pa, pb, py));
            }
        }
    }

    [Theory]
    [InlineData("maximum")]
    [InlineData("minimum")]
    public void A_tie_splits_the_gradient(string name)
    {
        var (_, op, _) = Open(name);
        Assert.Equal(0.5f, op.DerivativeA(2, 2, 2));
        Assert.Equal(0.5f, op.DerivativeB(2, 2, 2));
    }

    [Theory]
    [InlineData(200f, 0f, 200f, 1f)]
    [InlineData(200f, 1f, 0f, 0f)]
    [InlineData(-200f, 1f, 200f, -1f)]
    [InlineData(-200f, 0f, 0f, 0f)]
    public void Cross_entropy_of_large_logits_neither_overflows_nor_vanishes(
        float logit, float target, float loss, float gradient)
    {
        var (_, op, _) = Open("bce_with_logits");
        Assert.Equal(loss, op.Forward(logit, target));
        Assert.Equal(gradient, op.DerivativeA(logit, target, loss));
    }

    private static void AssertClose(double expected, double actual, double tolerance, double scale) =>
        Assert.True(
            Math.Abs(actual - expected) <= tolerance * (1 + Math.Abs(expected) + Math.Abs(scale)),
            $"{actual:R} instead of {expected:R}");

    private static (BinaryOpInfo Info, BinaryFunctions Op, double[] Parameters) Open(string name)
    {
        var entry = OpRegistry.BinaryOps.Single(e => e.Info.Name == name);
        var parameters = entry.Info.Parameters.Select(p => (double)(float)p.Default).ToArray();
        return (entry.Info, BinaryFunctions.Of(entry.Create()), parameters);
    }

    private static IEnumerable<(double A, double B)> SamplesOf(BinaryOpInfo info)
    {
        for (var i = 0; i < Samples; i++)
        {
            for (var j = 0; j < Samples; j++)
            {
                yield return (
                    info.DomainA.Low + (info.DomainA.High - info.DomainA.Low) * i / (Samples - 1),
                    info.DomainB.Low + (info.DomainB.High - info.DomainB.Low) * j / (Samples - 1));
            }
        }
    }
}
