using GpuNet.TestKit;

namespace GpuNet.Runtime.Tests.TensorOps;

/// <summary>
/// Every op of the catalogue of tensor ops, in at least 200 calls: values, gradients and gradients of these against
/// PyTorch's, and against central differences, and the same bits on every device.
/// </summary>
public class TensorOpTests
{
    private const int ComparedByDifferences = 10;
    private const int ComparedBySecondDifferences = 4;

    /// <summary>Coprime to the number of kinds of calls, so that each kind has its turn.</summary>
    private const int ParityStep = 13;

    /// <summary>Ops that only move elements: not a bit of them may change.</summary>
    private static readonly string[] Moving =
    [
        "reshape", "permute", "transpose", "move_axis", "squeeze", "unsqueeze", "flatten", "expand", "repeat", "flip", "slice",
        "split", "chunk", "concatenate", "stack", "sort", "topk", "gather", "scatter", "index_select", "masked_select",
    ];

    /// <summary>Where gradients are not torch's, and why.</summary>
    private static readonly Dictionary<string, (Func<TensorOpCall, bool> At, string Why)> Deviations = new()
    {
        ["norm"] = (c => (double.IsInfinity(c.Number("p")) || c.Number("p") < 1) && c.Floats.Any(x => x.Any(double.IsNaN)),
            "where it is NaN, torch gives the largest or smallest size the gradient 0, here NaN; and zeros, for p below 1, NaN, here 0"),
        ["variance"] = (IsNotFinite, "distances from an infinite mean are infinite or NaN; here their sum is NaN"),
        ["standard_deviation"] = (IsNotFinite, "as that of the variance"),
    };

    /// <summary>Ops whose second derivatives are differences of terms as large as 1 / y, for tiny y.</summary>
    private static readonly string[] CancellingBySize = ["norm", "standard_deviation"];

    public static TheoryData<string> Ops => [.. TensorOpCoverageTests.Compared.Select(op => op.Info.Name)];

    public static TheoryData<string> DifferentiableOps =>
        [.. TensorOpCoverageTests.Compared.Where(op => op.Info.IsDifferentiable).Select(op => op.Info.Name)];

    [Theory, MemberData(nameof(Ops))]
    public void Values_are_torchs(string op) => Each(op, TorchCalls.Of(op), call =>
    {
        using var scope = Tape.Scope();
        var output = TensorOpCalls.Run(op, call, call.Inputs(DType.Float64, Device.Cpu));
        Assert.Equal(call.OutputShape, output.Shape.ToArray());
        if (Moving.Contains(op)) Assert.Equal(call.Output.Select(Bits), Numbers(output).Select(Bits));
        else Near.AssertWithin(1e-12, 1e-13 * call.Scale(0), call.Output, Numbers(output));
    });

    [Theory, MemberData(nameof(DifferentiableOps))]
    public void Gradients_are_torchs(string op) => Each(op, TorchCalls.Of(op), call =>
    {
        using var scope = Tape.Scope();
        var inputs = call.Inputs(DType.Float64, Device.Cpu);
        var output = TensorOpCalls.Run(op, call, inputs);
        var gradients = Gradients(output, inputs, call);
        if (Deviations.TryGetValue(op, out var deviation) && deviation.At(call)) return;
        for (var i = 0; i < call.Gradients.Length; i++)
            Near.AssertWithin(1e-11, 1e-12 * call.Scale(1), call.Gradients[i], gradients[i]);
    });

    [Theory, MemberData(nameof(DifferentiableOps))]
    public void Gradients_of_gradients_are_torchs(string op) => Each(op, TorchCalls.Of(op), call =>
    {
        using var scope = Tape.Scope();
        var inputs = call.Inputs(DType.Float64, Device.Cpu);
        var output = TensorOpCalls.Run(op, call, inputs);
        if (!output.RequiresGrad || (op == "norm" && Deviations[op].At(call))) return;
        Tensor[] leaves = [.. inputs.Where(input => input.RequiresGrad)];
        var flowing = Weights(output);
        flowing.RequiresGrad = true;
        var first = Gradient.Of(output, leaves, flowing, createGraph: true);
        var sum = first.Select(gradient => (gradient * Weights(gradient)).Sum()).Aggregate((a, b) => a + b);
        var second = Gradient.Of(sum, [flowing, .. leaves]);
        for (var i = 0; i < second.Length; i++)
        {
            // Terms that cancel are as large as the largest of their sums; where torch has no number there is nothing to be near.
            var largest = call.Second[i].Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty().Max();
            var bound = 1e-11 * Math.Max(largest, call.Scale(i == 0 ? 1 : 2));
            if (CancellingBySize.Contains(op))
                bound += 1e-15 / call.Output.Select(Math.Abs).Where(y => y > 0).DefaultIfEmpty(1).Min();
            var actual = second[i].ToArray<double>();
            Near.AssertWithin(1e-11, bound, call.Second[i], [.. actual.Select((x, k) => HasNumber(call.Second[i][k]) ? x : call.Second[i][k])]);
        }

        // Of a product of infinities, halves that are multiplied first may hold a 0, too.
        bool HasNumber(double torch) => op == "product" ? double.IsFinite(torch) : !double.IsNaN(torch);
    });

    [Theory, MemberData(nameof(DifferentiableOps))]
    public void Gradients_agree_with_central_differences(string op) => Each(op, Smooth(op, ComparedByDifferences, 24), call =>
    {
        using var scope = Tape.Scope();
        var worst = GradientCheck.Compare(x => TensorOpCalls.Run(op, call, x), call.Inputs(DType.Float64, Device.Cpu));
        Assert.True(worst.Error <= 1e-7, worst.ToString());
    });

    [Theory, MemberData(nameof(DifferentiableOps))]
    public void Gradients_of_gradients_agree_with_central_differences(string op) =>
        Each(op, Smooth(op, ComparedBySecondDifferences, 12), call =>
        {
            using var scope = Tape.Scope();
            var worst = GradientCheck.CompareSecond(x => TensorOpCalls.Run(op, call, x), call.Inputs(DType.Float64, Device.Cpu));
            Assert.True(worst.Error <= 1e-6, worst.ToString());
        });

    [Theory, MemberData(nameof(DifferentiableOps))]
    public void What_backward_does_not_need_may_become_nan(string op) => Each(op, Smooth(op, ComparedByDifferences, 24), call =>
        Poison.AssertHarmless(() => call.Inputs(DType.Float64, Device.Cpu), x => TensorOpCalls.Run(op, call, x)));

    [Theory, MemberData(nameof(Ops))]
    public void The_bits_of_values_and_gradients_are_the_same_on_every_device(string op) =>
        Each(op, TorchCalls.Of(op).Where(call => call.Index % ParityStep == 0 || call.Index >= 200), call =>
            Parity.AssertOnAllDevices(device =>
            {
                using var scope = Tape.Scope();
                var inputs = call.Inputs(DType.Float32, device);
                var output = TensorOpCalls.Run(op, call, inputs);
                List<float> numbers = [.. Numbers(output).Select(number => (float)number)];
                if (call.Kind == "random") Near.AssertWithin(1e-5, BoundOfSums(call), call.Output, numbers.ToArray());
                if (!output.RequiresGrad) return [.. numbers];
                float[] weights = [.. TorchCalls.Weights(output.Count).Select(weight => (float)weight)];
                output.Backward(Tensor.From<float>(weights, output.Shape, device));
                foreach (var input in inputs) numbers.AddRange(input.Grad?.ToArray() ?? []);
                return [.. numbers];
            }));

    private static void Each(string op, IEnumerable<TensorOpCall> calls, Action<TensorOpCall> check)
    {
        foreach (var call in calls)
        {
            try
            {
                check(call);
            }
            catch (Exception error) when (error is Xunit.Sdk.XunitException or GpuNetException or ArgumentException)
            {
                Assert.Fail($"{op}, {call}\n{error.Message}");
            }
        }
    }

    private static IEnumerable<TensorOpCall> Smooth(string op, int count, int mostElements)
    {
        var calls = TorchCalls.Of(op).Where(call => call.IsSmooth && call.ElementCount > 0 && call.ElementCount <= mostElements)
            .Take(count).ToList();
        Assert.Equal(count, calls.Count);
        return calls;
    }

    /// <summary>The gradients by the floating-point inputs; zeros where the op is a constant.</summary>
    private static double[][] Gradients(Tensor output, List<Tensor> inputs, TensorOpCall call)
    {
        if (output.RequiresGrad) output.Backward(Weights(output));
        Assert.True(output.RequiresGrad || call.Gradients.All(gradient => gradient.All(x => x == 0)), "there is no gradient");
        return [.. inputs.Where(input => input.RequiresGrad).Select(input => input.Grad?.ToArray<double>() ?? new double[input.Count])];
    }

    private static Tensor Weights(Tensor like) =>
        Tensor.From<double>(TorchCalls.Weights(like.Count), like.Shape, like.Device);

    private static bool IsNotFinite(TensorOpCall call) => call.Floats.Any(input => !input.All(double.IsFinite));

    /// <summary>The bits of a number, of which any NaN has the same.</summary>
    private static long Bits(double number) => BitConverter.DoubleToInt64Bits(double.IsNaN(number) ? double.NaN : number);

    /// <summary>What rounding makes of sums of the inputs in single precision, with some to spare.</summary>
    private static double BoundOfSums(TensorOpCall call) =>
        2e-6 + 3e-8 * call.Floats.Sum(input => input.Select(Math.Abs).Where(number => number < 1e6).Sum());

    private static double[] Numbers(Tensor tensor) => tensor.DType switch
    {
        DType.Float64 => tensor.ToArray<double>(),
        DType.Float32 => [.. tensor.ToArray().Select(number => (double)number)],
        _ => [.. tensor.ToArray<int>().Select(number => (double)number)],
    };
}
