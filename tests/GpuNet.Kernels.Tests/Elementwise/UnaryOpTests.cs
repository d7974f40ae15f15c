namespace GpuNet.Kernels.Tests;

/// <summary>What every unary op in the registry has to hold, from what it says about itself.</summary>
public class UnaryOpTests
{
    private const int Samples = 2003;

    /// <summary>Prime: a sweep over all bit patterns in these steps meets every exponent, 1.07 million floats in all.</summary>
    private const uint WholeRangeStep = 4001;

    private const uint OtherParametersStep = 65521;

    public static TheoryData<string> Ops => [.. OpRegistry.UnaryOps.Select(e => e.Info.Name)];

    public static TheoryData<string> OpsWithParameters =>
        [.. OpRegistry.UnaryOps.Where(e => e.Info.Parameters.Count > 0).Select(e => e.Info.Name)];

    [Fact]
    public void The_registry_finds_the_ops_and_their_names_are_unique()
    {
        var names = OpRegistry.UnaryOps.Select(e => e.Info.Name).ToList();
        Assert.Contains("relu", names);
        Assert.Contains("l2_penalty", names);
        Assert.Equal(names.Count, names.Distinct().Count());
        Assert.Equal(typeof(LeakyRelu), OpRegistry.Unary("leaky_relu").Type);
        Assert.Equal(new LeakyRelu(0.2f), OpRegistry.Unary("leaky_relu").Create(0.2));
        Assert.Contains("sigmoid", Assert.Throws<ArgumentException>(() => OpRegistry.Unary("sigmoyd")).Message);
        Assert.Throws<ArgumentException>(() => OpRegistry.Unary("relu").Create(1));
    }

    [Theory]
    [MemberData(nameof(Ops))]
    public void Portable_values_are_within_the_ops_bound(string name)
    {
        var (info, op, parameters) = Open(name);
        foreach (var x in SamplesOf(info))
        {
            var y = op.Forward((float)x);
            var error = Ulps.Error(y, info.Reference((float)x, parameters));
            Assert.True(error <= info.MaxUlps, $"{name}({x:R}) = {y:R}, {error:F2} ulps off");
        }
    }

    [Theory]
    [MemberData(nameof(Ops))]
    public void Portable_values_are_within_the_ops_bound_over_all_floats(string name)
    {
        var (info, op, parameters) = Open(name);
        AssertWithin(info, op, parameters, EveryFloat.StepOr(WholeRangeStep));
    }

    /// <summary>A quarter of what is usual, and four times that: parameters of the same signs, and in the same order.</summary>
    [Theory]
    [MemberData(nameof(OpsWithParameters))]
    public void Portable_values_are_within_the_ops_bound_for_other_parameters(string name)
    {
        var entry = OpRegistry.Unary(name);
        foreach (var factor in (double[])[0.25, 4])
        {
            double[] parameters = [.. entry.Info.Parameters.Select(p => (double)(float)(factor * p.Default))];
            AssertWithin(entry.Info, UnaryFunctions.Of(entry.Create(parameters)), parameters, EveryFloat.StepOr(OtherParametersStep));
        }
    }

    private static void AssertWithin(OpInfo info, UnaryFunctions op, double[] parameters, uint step)
    {
        var (worst, worstAt) = (0.0, 0f);
        for (ulong bits = 0; bits <= uint.MaxValue; bits += step)
        {
            var x = BitConverter.UInt32BitsToSingle((uint)bits);
            var error = Ulps.Error(op.Forward(x), info.Reference(x, parameters));
            if (!(error <= worst))
                (worst, worstAt) = (error, x);
        }

        Assert.True(worst <= info.MaxUlps,
            $"{info.Name}({worstAt:R}; {string.Join(", ", parameters)}) = {op.Forward(worstAt):R}, exactly {info.Reference(worstAt, parameters):R}: {worst:F2} ulps");
    }

    /// <summary>What is promised of every activation; the tests here and of binary ops hold each to its own bound.</summary>
    [Fact]
    public void Activations_promise_4_ulps_or_less()
    {
        Assert.All(OpRegistry.UnaryOps.Where(e => e.Info.Category is OpCategory.Activation), e => Assert.InRange(e.Info.MaxUlps, 0, 4));
        Assert.All(
            OpRegistry.BinaryOps.Where(e => e.Info.Category is OpCategory.Activation or OpCategory.Gate),
            e => Assert.InRange(e.Info.MaxUlps, 0, 4));
        Assert.True(uint.MaxValue / WholeRangeStep > 1_000_000);
    }

    [Theory]
    [MemberData(nameof(Ops))]
    public void Double_and_fast_values_agree_with_the_reference(string name)
    {
        var (info, op, parameters) = Open(name);
        foreach (var x in SamplesOf(info))
        {
            var expected = info.Reference((float)x, parameters);
            Assert.True(RelativeError(op.ForwardDouble((float)x), expected) < 1e-13, $"{name}({x:R}) in double");
            Assert.True(RelativeError(op.ForwardFast((float)x), expected) < 1e-5, $"{name}({x:R}) in fast math");
        }
    }

    [Theory]
    [MemberData(nameof(Ops))]
    public void The_derivative_is_the_slope_of_the_reference(string name)
    {
        var (info, op, parameters) = Open(name);
        foreach (var x in SamplesOf(info))
        {
            var h = 1e-5 * Math.Max(1, Math.Abs(x));
            if (x - h < info.Domain.Low || x + h > info.Domain.High || info.Kinks.Any(k => Math.Abs(x - k.At) <= 2 * h))
                continue;
            var slope = (info.Reference(x + h, parameters) - info.Reference(x - h, parameters)) / (2 * h);
            var y = info.Reference(x, parameters);
            Assert.True(Math.Abs(op.DerivativeDouble(x, y) - slope) <= 1e-7 * (1 + Math.Abs(y) + Math.Abs(slope)),
                $"{name}'({x:R}) = {op.DerivativeDouble(x, y):R}, slope {slope:R}");
            Assert.True(Math.Abs(op.Derivative((float)x, (float)y) - slope) <= 4e-6 * (1 + Math.Abs(slope)),
                $"{name}'({x:R}) in float");
        }
    }

    [Theory]
    [MemberData(nameof(Ops))]
    public void The_derivative_at_a_kink_is_the_one_declared(string name)
    {
        var (info, op, _) = Open(name);
        foreach (var kink in info.Kinks)
        {
            var y = op.Forward((float)kink.At);
            Assert.Equal((float)kink.Derivative, op.Derivative((float)kink.At, y));
            if (kink.At == 0)
                Assert.Equal((float)kink.Derivative, op.Derivative(-0f, y));
        }
    }

    [Theory]
    [MemberData(nameof(Ops))]
    public void The_derivative_reads_only_what_the_op_says_it_needs(string name)
    {
        var (info, op, parameters) = Open(name);
        foreach (var sample in SamplesOf(info).Concat(TestKit.Samples.Edges.Select(x => (double)x)))
        {
            var x = (float)sample;
            var y = op.Forward(x);
            var poisoned = op.Derivative(
                info.Needs.HasFlag(BackwardNeeds.Input) ? x : float.NaN,
                info.Needs.HasFlag(BackwardNeeds.Output) ? y : float.NaN);
            Assert.Equal(op.Derivative(x, y), poisoned);
            if (x >= info.Domain.Low && x <= info.Domain.High) Assert.False(float.IsNaN(poisoned), $"{name}'({x:R}) is NaN");
        }
    }

    [Theory]
    [MemberData(nameof(Ops))]
    public void A_derivative_of_the_outputs_sign_alone_reads_scaled_outputs_as_well(string name)
    {
        var (info, op, _) = Open(name);
        if (!info.ReadsOutputSign) return;
        Assert.Equal(BackwardNeeds.Output, info.Needs);
        foreach (var sample in SamplesOf(info).Append(0).Append(-0.0).Append(1e-30))
        {
            var (x, y) = ((float)sample, op.Forward((float)sample));
            foreach (var scale in (float[])[1, 1.0000001f, 1.25f, 3, 1e7f])
                Assert.Equal(op.Derivative(x, y), op.Derivative(float.NaN, y * scale));
        }

        Assert.Equal(op.Derivative(float.NaN, float.NaN), op.Derivative(float.NaN, float.NaN * 2));
    }

    [Theory]
    [MemberData(nameof(Ops))]
    public void Nan_stays_nan(string name) => Assert.True(float.IsNaN(Open(name).Op.Forward(float.NaN)));

    [Fact]
    public void A_chain_is_its_ops_one_after_the_other()
    {
        var chain = new Chain<Single<Sigmoid>, Single<Scale>>(default, new(new Scale(3)));
        var info = Chain<Single<Sigmoid>, Single<Scale>>.Info;
        Assert.Equal("sigmoid+scale", info.Name);
        for (var x = -4.0; x <= 4; x += 0.25)
        {
            var y = chain.Forward<double, DoubleMath>(x);
            Assert.Equal(3 / (1 + Math.Exp(-x)), y, 1e-14);
            Assert.Equal(info.Reference(x, [3]), y, 1e-14);
            var s = y / 3;
            Assert.Equal(3 * s * (1 - s), chain.Derivative<double, DoubleMath>(x, double.NaN), 1e-14);
            Assert.Equal(1.5 * s * (1 - s), chain.Backward<double, DoubleMath>(0.5, x, double.NaN), 1e-14);
        }
    }

    [Fact]
    public void A_chain_needs_what_its_ops_need_from_outside_of_it()
    {
        Assert.Equal(BackwardNeeds.None, Chain<Single<Scale>, Single<Negate>>.Info.Needs);
        Assert.Equal(BackwardNeeds.Output, Chain<Single<Scale>, Single<Tanh>>.Info.Needs);
        Assert.Equal(BackwardNeeds.Input, Chain<Single<Tanh>, Single<Scale>>.Info.Needs);
        Assert.Equal(BackwardNeeds.Input, Chain<Single<Scale>, Single<Square>>.Info.Needs);
        Assert.Equal(BackwardNeeds.Input | BackwardNeeds.Output, Chain<Single<Tanh>, Chain<Single<Scale>, Single<Tanh>>>.Info.Needs);
    }

    private static (OpInfo Info, UnaryFunctions Op, double[] Parameters) Open(string name)
    {
        var entry = OpRegistry.Unary(name);
        // The op keeps its parameters as floats; the reference gets the same numbers.
        var parameters = entry.Info.Parameters.Select(p => (double)(float)p.Default).ToArray();
        return (entry.Info, UnaryFunctions.Of(entry.Create()), parameters);
    }

    private static IEnumerable<double> SamplesOf(OpInfo info)
    {
        for (var i = 0; i < Samples; i++)
            yield return info.Domain.Low + (info.Domain.High - info.Domain.Low) * i / (Samples - 1);
    }

    private static double RelativeError(double actual, double expected) =>
        Math.Abs(actual - expected) / Math.Max(Math.Abs(expected), 1e-30);
}
