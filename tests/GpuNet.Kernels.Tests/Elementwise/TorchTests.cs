using System.Globalization;
using GpuNet.TestKit;

namespace GpuNet.Kernels.Tests;

/// <summary>
/// Values and gradients of elementwise ops against PyTorch's own in double precision (torch_ops.py): in all of the
/// reference, the double and the float version of the op, at every kind of edge. Second derivatives against differences
/// of the op's derivative, and what dual numbers give against both, at infinities, too.
/// </summary>
public class TorchTests
{
    private static readonly Lazy<NumPyArchive> Torch =
        new(() => new NumPyArchive(Path.Combine(AppContext.BaseDirectory, "Elementwise", "torch_ops.npz")));

    /// <summary>Where an op differs from torch 1.13, and why.</summary>
    private static readonly Dictionary<string, (Func<double, bool> At, string Why)> Deviations = new()
    {
        ["softshrink"] = (double.IsNaN, "NaN stays NaN, as in later versions of torch"),
        ["sign"] = (double.IsNaN, "NaN stays NaN, as in NumPy"),
        ["squareplus"] = (double.IsInfinity, "the derivative is its limit, not inf / inf; torch has no such op"),
        ["pow_constant(0.5)"] = (x => x is 0 or double.NegativeInfinity, "torch takes sqrt for pow; here -0 and -inf have C's values"),
        ["gelu_tanh"] = (x => Math.Abs(x) > 1e100 || double.IsInfinity(x), "torch's x^3 overflows"),
    };

    /// <summary>Ops of which torch's double version subtracts nearly equal numbers, so that only digits after the point agree.</summary>
    private static readonly string[] Cancelling =
        ["tanhshrink", "elu", "celu", "selu", "gelu", "gelu_tanh", "mish", "log_sigmoid", "squareplus"];

    public static TheoryData<string> Unary => [.. Torch.Value.Names.Where(IsUnary)];

    public static TheoryData<string> Binary => [.. Torch.Value.Names.Where(n => !IsUnary(n) && n is not ("unary" or "binary"))];

    [Fact]
    public void Every_op_but_losses_is_compared_at_200_inputs_and_every_edge()
    {
        var names = Torch.Value.Names.Select(n => n.Split('(')[0]).ToHashSet();
        string[] missing =
        [
            .. OpRegistry.UnaryOps.Select(e => e.Info.Name).Except(names),
            .. OpRegistry.BinaryOps.Where(e => e.Info.Category != OpCategory.Loss).Select(e => e.Info.Name).Except(names),
        ];
        Assert.True(missing.Length == 0, $"add a line to torch_ops.py and run it, for {string.Join(", ", missing)}");
        foreach (var inputs in new[] { Torch.Value["unary"][0], Torch.Value["binary"][0], Torch.Value["binary"][1] })
        {
            Assert.True(inputs.Length >= 200);
            Assert.All(
                [0, -0.0, double.PositiveInfinity, double.NegativeInfinity, double.NaN, 1e-45f, -1e20f],
                edge => Assert.Contains(inputs, x => x.Equals(edge) && (1 / x).Equals(1 / edge)));
        }
    }

    [Theory]
    [MemberData(nameof(Unary))]
    public void A_unary_op_has_torchs_values_and_gradients(string key)
    {
        var (entry, parameters) = Open(key);
        var op = UnaryFunctions.Of(entry.Create(parameters));
        var (inputs, table) = (Torch.Value["unary"][0], Torch.Value[key]);
        for (var i = 0; i < inputs.Length; i++)
        {
            var (x, value, gradient) = (inputs[i], table[0][i], table[1][i]);
            if (Deviates(key, x))
                continue;
            var what = $"{key} at {x:R}";
            var y = op.ForwardDouble(x);
            var floor = Cancelling.Contains(entry.Info.Name) ? 1e-2 : 1e-300;
            var reference = entry.Info.Reference(x, parameters);
            AssertNear(value, reference, 1e-12, $"reference of {what}", floor);
            AssertNear(value, y, 1e-12, what, floor);
            var single = op.Forward((float)x);
            var error = Ulps.Error(single, reference);
            Assert.True(error <= entry.Info.MaxUlps, $"{what}: {single:R} is {error:F2} ulps off");

            // Where there is no value the derivative means nothing.
            if (double.IsNaN(value))
                continue;
            AssertNear(gradient, op.DerivativeDouble(x, y), 1e-11, $"derivative of {what}", 1e-3);
            AssertNear((float)gradient, op.Derivative((float)x, single), 1e-5, $"float derivative of {what}", 0.1);
        }
    }

    [Theory]
    [MemberData(nameof(Unary))]
    public void Torchs_second_derivative_is_the_slope_of_the_derivative(string key)
    {
        var (entry, parameters) = Open(key);
        var op = UnaryFunctions.Of(entry.Create(parameters));
        var (inputs, table) = (Torch.Value["unary"][0], Torch.Value[key]);
        foreach (var (x, value, expected) in inputs.Zip(table[0], table[2]))
        {
            // Slopes by differences are good to about h^2 where the function is smooth and of moderate size.
            var h = 1e-4 * Math.Abs(x);
            if (Deviates(key, x) || Math.Abs(x) is not (> 1e-3 and < 20) || double.IsNaN(value) || !double.IsFinite(expected) || Math.Abs(expected) > 1e3)
                continue;
            var (below, above) = (Derivative(x - h), Derivative(x + h));
            var oneSided = Math.Abs((above - Derivative(x)) - (Derivative(x) - below)) / h;
            if (oneSided > 1e-2 * (1 + Math.Abs(expected)))
                continue; // a kink, or too bent
            AssertNear(expected, (above - below) / (2 * h), 1e-4, $"second derivative of {key} at {x:R}", 1e-5);
        }

        double Derivative(double x) => op.DerivativeDouble(x, op.ForwardDouble(x));
    }

    [Theory]
    [MemberData(nameof(Unary))]
    public void Dual_numbers_have_torchs_second_derivative(string key)
    {
        var (entry, parameters) = Open(key);
        var op = UnaryFunctions.Of(Derivative(entry.Create(parameters)));
        var (inputs, table) = (Torch.Value["unary"][0], Torch.Value[key]);
        var compared = 0;
        foreach (var (x, value, expected) in inputs.Zip(table[0], table[2]))
        {
            if (Deviates(key, x) || double.IsNaN(value) || !double.IsFinite(expected))
                continue;
            // Where the second derivative jumps, so that what lies between both sides does not shrink with the distance,
            // either side's is one.
            if (Step(1e-8) > Math.Max(0.1 * Step(1e-6), 1e-12))
                continue;
            AssertNear(expected, op.DerivativeDouble(x, 0), 1e-9, $"second derivative of {key} at {x:R}", 1e-3);
            compared++;

            double Step(double h)
            {
                h *= Math.Max(1, Math.Abs(x));
                return Math.Abs(op.DerivativeDouble(x + h, 0) - op.DerivativeDouble(x - h, 0));
            }
        }
        // Of an op that is defined on an interval, half of the inputs have a value at all.
        var least = table[0].Count(double.IsFinite) * 3 / 4;
        Assert.True(compared >= least, $"{key}: {compared} second derivatives compared, of {least}");
    }

    /// <summary>Where torch makes something else of an infinite gradient than the product, or 0 of an op that selects.</summary>
    private static readonly Dictionary<string, (Func<double, bool> At, string Why)> InfiniteDeviations = new()
    {
        ["tanhshrink"] = (_ => true, "torch adds gradients of two ops"),
        ["softsign"] = (_ => true, "torch adds gradients of two ops"),
        ["quick_gelu"] = (_ => true, "torch adds gradients of two ops"),
        ["squareplus"] = (_ => true, "torch adds gradients of two ops"),
        ["gelu_tanh"] = (x => x < -7, "torch's tanh is -1 there, and the derivative 0 already"),
        ["hard_swish"] = (x => x == -1.5, "the derivative is 0 there by chance: torch multiplies"),
        ["pow_constant(0)"] = (_ => true, "torch knows the exponent 0; here the derivative is a product with it"),
        ["root_penalty"] = (x => x == 0, "torch adds gradients of two ops"),
        ["prelu"] = (_ => true, "the slope's derivative is 0 at 0, too: torch multiplies there"),
        ["pow"] = (_ => true, "torch knows the exponent 0; here the derivative is a product with it"),
    };

    [Theory]
    [MemberData(nameof(Unary))]
    public void An_infinite_gradient_reaches_what_it_reaches_in_torch(string key)
    {
        var (entry, parameters) = Open(key);
        var op = UnaryFunctions.Of(entry.Create(parameters));
        var (inputs, table) = (Torch.Value["unary"][0], Torch.Value[key]);
        for (var i = 0; i < inputs.Length; i++)
        {
            if (Deviates(key, inputs[i]) || double.IsNaN(table[0][i]) || DeviatesAtInfinity(key, inputs[i]))
                continue;
            var dx = op.BackwardDouble(double.PositiveInfinity, inputs[i], op.ForwardDouble(inputs[i]));
            AssertInfiniteFlow(table[3][i], dx, $"{key} at {inputs[i]:R}");
        }
    }

    [Theory]
    [MemberData(nameof(Binary))]
    public void An_infinite_gradient_reaches_the_operands_that_it_reaches_in_torch(string key)
    {
        var entry = OpRegistry.BinaryOps.Single(e => e.Info.Name == key);
        var op = BinaryFunctions.Of(entry.Create());
        var (pairs, table) = (Torch.Value["binary"], Torch.Value[key]);
        for (var i = 0; i < pairs[0].Length; i++)
        {
            var (a, b) = (pairs[0][i], pairs[1][i]);
            var y = op.ForwardDouble(a, b);
            if (double.IsNaN(y))
                continue;
            var (byA, byB) = (op.DerivativeADouble(a, b, y), op.DerivativeBDouble(a, b, y));
            if (!(DeviatesAtInfinity(key, a) && byA == 0))
                AssertInfiniteFlow(table[6][i], Back(byA, entry.Info.SelectsA), $"{key} by a at ({a:R}, {b:R})");
            if (!(DeviatesAtInfinity(key, a) && a == 0))
                AssertInfiniteFlow(table[7][i], Back(byB, entry.Info.SelectsB), $"{key} by b at ({a:R}, {b:R})");
        }
    }

    private static bool DeviatesAtInfinity(string key, double x) =>
        (InfiniteDeviations.TryGetValue(key, out var deviation) || InfiniteDeviations.TryGetValue(key.Split('(')[0], out deviation))
        && deviation.At(x);

    private static double Back(double derivative, bool selects) => selects
        ? Selected.Back(double.PositiveInfinity, derivative)
        : Multiplied.Back(double.PositiveInfinity, derivative);

    private static void AssertInfiniteFlow(double torch, double dx, string what) =>
        Assert.True(torch.Equals(dx) || (torch == 0 && dx == 0), $"{what}: {dx:R}, torch has {torch:R}");

    private static object Derivative(object op) =>
        Activator.CreateInstance(typeof(DerivativeOf<>).MakeGenericType(op.GetType()), op)!;

    [Theory]
    [MemberData(nameof(Binary))]
    public void A_binary_op_has_torchs_values_and_gradients(string key)
    {
        var entry = OpRegistry.BinaryOps.Single(e => e.Info.Name == key);
        var op = BinaryFunctions.Of(entry.Create());
        var (pairs, table) = (Torch.Value["binary"], Torch.Value[key]);
        for (var i = 0; i < pairs[0].Length; i++)
        {
            var (a, b) = (pairs[0][i], pairs[1][i]);
            var what = $"{key} at ({a:R}, {b:R})";
            var y = op.ForwardDouble(a, b);
            AssertNear(table[0][i], entry.Info.Reference(a, b, []), 1e-12, $"reference of {what}");
            AssertNear(table[0][i], y, 1e-12, what);
            if (double.IsNaN(y))
                continue;
            AssertNear(table[1][i], op.DerivativeADouble(a, b, y), 1e-11, $"derivative by a of {what}");
            AssertNear(table[2][i], op.DerivativeBDouble(a, b, y), 1e-11, $"derivative by b of {what}");
        }
    }

    [Theory]
    [MemberData(nameof(Binary))]
    public void Dual_numbers_have_torchs_second_derivatives_of_binary_ops(string key)
    {
        var op = OpRegistry.BinaryOps.Single(e => e.Info.Name == key).Create();
        var (byA, byB) = (BinaryFunctions.Of(Partial(typeof(PartialA<>), op)), BinaryFunctions.Of(Partial(typeof(PartialB<>), op)));
        var (pairs, table) = (Torch.Value["binary"], Torch.Value[key]);
        var compared = 0;
        for (var i = 0; i < pairs[0].Length; i++)
        {
            var (a, b) = (pairs[0][i], pairs[1][i]);
            if (double.IsNaN(table[0][i]) || double.IsNaN(b)) // 1^NaN is 1; its slopes are NaN here
                continue;
            var what = $"{key} at ({a:R}, {b:R})";
            AssertWhereFinite(table[3][i], byA.DerivativeADouble(a, b, 0), $"aa of {what}");
            AssertWhereFinite(table[4][i], byA.DerivativeBDouble(a, b, 0), $"ab of {what}");
            AssertWhereFinite(table[5][i], byB.DerivativeBDouble(a, b, 0), $"bb of {what}");
        }

        Assert.True(compared >= 400, $"{key}: {compared} second derivatives compared");

        static object Partial(Type definition, object op) => Activator.CreateInstance(definition.MakeGenericType(op.GetType()), op)!;

        void AssertWhereFinite(double expected, double actual, string what)
        {
            if (!double.IsFinite(expected))
                return;
            AssertNear(expected, actual, 1e-9, what, 1e-3);
            compared++;
        }
    }

    private static bool IsUnary(string key) => OpRegistry.UnaryOps.Any(e => e.Info.Name == key.Split('(')[0]);

    private static bool Deviates(string key, double x) =>
        (Deviations.TryGetValue(key, out var deviation) || Deviations.TryGetValue(key.Split('(')[0], out deviation))
        && deviation.At(x);

    private static (UnaryOpEntry Entry, double[] Parameters) Open(string key)
    {
        var parts = key.TrimEnd(')').Split('(');
        var entry = OpRegistry.Unary(parts[0]);
        double[] parameters = parts.Length == 2
            ? [.. parts[1].Split(',').Select(p => double.Parse(p, CultureInfo.InvariantCulture))]
            : [.. entry.Info.Parameters.Select(p => (double)(float)p.Default)];
        return (entry, parameters);
    }

    /// <summary>The same special value, or near relative to the larger of the expected value and the floor.</summary>
    private static void AssertNear(double expected, double actual, double tolerance, string what, double floor = 1e-300)
    {
        var same = double.IsNaN(expected) ? double.IsNaN(actual)
            : double.IsInfinity(expected) ? expected == actual
            : Math.Abs(actual - expected) <= tolerance * Math.Max(Math.Abs(expected), floor);
        Assert.True(same, $"{what}: {actual:R}, torch has {expected:R}");
    }
}
