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
        var inputs = new List<Tensor>();
        for (var i = 0; i < values.Length; i++)
        {
            var input = Tensor.From<double>(values[i], shapes[i], device);
            input.RequiresGrad = true;
            inputs.Add(input);
        }
        var worst = GradientCheck.Compare(function, inputs);
        Assert.True(worst.Error <= tolerance, $"{name} on {device}: {worst}");
    }
}
