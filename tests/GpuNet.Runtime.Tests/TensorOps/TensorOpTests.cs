using GpuNet.TestKit;

namespace GpuNet.Runtime.Tests.TensorOps;

/// <summary>
/// Every op of the catalogue of tensor ops, in every case there is: values and gradients against PyTorch's, gradients
/// against central differences, and the same bits on every device.
/// </summary>
public class TensorOpTests
{
    private const int MostElementsForDifferences = 64;
    private const int MostElementsForSecondDifferences = 24;

    public static TheoryData<string> Cases => [.. TensorOpCase.All.Select(c => c.Key)];

    public static TheoryData<string> SmoothCases =>
        [.. TensorOpCase.All.Where(c => c.IsSmooth && HasSmallFloatingInputs(c)).Select(c => c.Key)];

    [Fact]
    public void Every_op_has_cases_and_every_case_an_op()
    {
        var ops = GpuNet.TensorOps.All.Where(op => !Random.Contains(op.Info.Name)).Select(op => op.Info.Name);
        Assert.Equal(ops.Order(), TensorOpCase.All.Select(c => c.Op).Distinct().Order());
        Assert.Equal(TorchTensors.Keys.Order(), TensorOpCase.All.Select(c => c.Key).Order());
    }

    /// <summary>Ops whose numbers are not torch's; GeneratorTests have them.</summary>
    private static readonly string[] Random = ["uniform", "normal", "bernoulli", "random_integers", "permutation"];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Values_and_gradients_are_torchs(string key)
    {
        using var scope = Tape.Scope();
        var inputs = TorchTensors.Inputs(key, DType.Float64, Device.Cpu);
        var output = TensorOpCase.Of(key).Run(inputs);
        Assert.Equal(TorchTensors.Shape($"{key}.out"), output.Shape.ToArray());
        Near.AssertWithin(1e-12, 1e-13, TorchTensors.Numbers($"{key}.out"), Numbers(output));
        if (output.RequiresGrad)
            output.Backward(Tensor.From<double>(TorchTensors.Weights(output.Count), output.Shape, output.Device));
        for (var i = 0; i < inputs.Count; i++)
        {
            if (!TorchTensors.Has($"{key}.grad{i}"))
            {
                Assert.False(inputs[i].RequiresGrad && output.RequiresGrad, "torch has no gradient here");
                continue;
            }
            var gradient = inputs[i].Grad?.ToArray<double>() ?? new double[inputs[i].Count];
            Near.AssertWithin(1e-11, 1e-12, TorchTensors.Numbers($"{key}.grad{i}"), gradient);
        }
    }

    [Theory]
    [MemberData(nameof(SmoothCases))]
    public void Gradients_agree_with_central_differences(string key)
    {
        using var scope = Tape.Scope();
        var inputs = TorchTensors.Inputs(key, DType.Float64, Device.Cpu);
        var worst = GradientCheck.Compare(TensorOpCase.Of(key).Run, inputs);
        Assert.True(worst.Error <= 1e-7, $"{key}: {worst}");
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_bits_of_values_and_gradients_are_the_same_on_every_device(string key) =>
        Parity.AssertOnAllDevices(device =>
        {
            using var scope = Tape.Scope();
            var inputs = TorchTensors.Inputs(key, DType.Float32, device);
            var output = TensorOpCase.Of(key).Run(inputs);
            List<float> numbers = [.. Numbers(output).Select(number => (float)number)];
            Near.AssertWithin(1e-5, BoundOfSums(key), TorchTensors.Numbers($"{key}.out"), numbers.ToArray());
            if (!output.RequiresGrad) return [.. numbers];
            float[] weights = [.. TorchTensors.Weights(output.Count).Select(weight => (float)weight)];
            output.Backward(Tensor.From<float>(weights, output.Shape, device));
            foreach (var input in inputs) numbers.AddRange(input.Grad?.ToArray() ?? []);
            return [.. numbers];
        });

    [Theory]
    [MemberData(nameof(SmoothCases))]
    public void Gradients_of_gradients_agree_with_central_differences(string key)
    {
        using var scope = Tape.Scope();
        var inputs = TorchTensors.Inputs(key, DType.Float64, Device.Cpu);
        if (inputs.Sum(input => input.Count) > MostElementsForSecondDifferences) return;
        var worst = GradientCheck.CompareSecond(TensorOpCase.Of(key).Run, inputs);
        Assert.True(worst.Error <= 1e-6, $"{key}: {worst}");
    }

    /// <summary>What rounding makes of sums of the inputs in single precision, with some to spare.</summary>
    private static double BoundOfSums(string key)
    {
        var sum = 0.0;
        for (var i = 0; TorchTensors.Has($"{key}.in{i}"); i++)
            sum += TorchTensors.Numbers($"{key}.in{i}").Select(Math.Abs).Where(number => number < 1e6).Sum();
        return 2e-6 + 3e-8 * sum;
    }

    private static bool HasSmallFloatingInputs(TensorOpCase c)
    {
        var count = 0;
        for (var i = 0; TorchTensors.Has($"{c.Key}.in{i}"); i++)
            count += TorchTensors.Numbers($"{c.Key}.in{i}").Length;
        return count is > 0 and <= MostElementsForDifferences && TorchTensors.Has($"{c.Key}.grad0");
    }

    private static double[] Numbers(Tensor tensor) => tensor.DType switch
    {
        DType.Float64 => tensor.ToArray<double>(),
        DType.Float32 => [.. tensor.ToArray().Select(number => (double)number)],
        _ => [.. tensor.ToArray<int>().Select(number => (double)number)],
    };
}
