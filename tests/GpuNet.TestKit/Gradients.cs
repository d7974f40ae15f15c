using Xunit;

namespace GpuNet.TestKit;

/// <summary>Gradient checks in double precision.</summary>
public static class Gradients
{
    /// <summary>The gradients of a function by all its inputs agree with central differences.</summary>
    public static void AssertRight(
        Device device, double[][] values, int[][] shapes, Func<IReadOnlyList<Tensor>, Tensor> function,
        string name = "", double tolerance = 1e-7)
    {
        using var scope = Tape.Scope();
        var worst = GradientCheck.Compare(function, Leaves(device, values, shapes));
        Assert.True(worst.Error <= tolerance, $"{name} on {device}: {worst}");
    }

    /// <summary>
    /// The gradients of a function that are on the tape are those of the backward pass, and their own gradients agree
    /// with central differences.
    /// </summary>
    public static void AssertSecondRight(
        Device device, double[][] values, int[][] shapes, Func<IReadOnlyList<Tensor>, Tensor> function,
        string name = "", double tolerance = 1e-6)
    {
        using var scope = Tape.Scope();
        var inputs = Leaves(device, values, shapes);
        var output = function(inputs);
        var seed = Tensor.From<double>(Samples.UniformDoubles(output.Count, seed: 91), output.Shape, device);
        output.Backward(seed);
        var onTape = Gradient.Of(output, inputs, seed, createGraph: true);
        var offTape = Gradient.Of(output, inputs, seed);
        for (var i = 0; i < inputs.Length; i++)
        {
            var expected = inputs[i].Grad!.ToArray<double>();
            Assert.Equal(expected, offTape[i].ToArray<double>());
            Near.AssertWithin(1e-12, 1e-12, expected, onTape[i].ToArray<double>());
        }

        var worst = GradientCheck.CompareSecond(function, inputs);
        Assert.True(worst.Error <= tolerance, $"{name} on {device}, second order: {worst}");
    }

    private static Tensor[] Leaves(Device device, double[][] values, int[][] shapes)
    {
        var inputs = new Tensor[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            inputs[i] = Tensor.From<double>(values[i], shapes[i], device);
            inputs[i].RequiresGrad = true;
        }
        return inputs;
    }
}
