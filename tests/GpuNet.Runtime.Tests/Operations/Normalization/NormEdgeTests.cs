using GpuNet.TestKit;

namespace GpuNet.Runtime.Tests.Operations;

/// <summary>Normalization of what has no spread, or more of it than single precision has squares for.</summary>
public class NormEdgeTests
{
    /// <summary>Each as a function of [n, 1] for columns, and of [1, n] for rows; with factors of 2 and shifts of 3.</summary>
    private static readonly Dictionary<string, Func<float[], Device, double, (Tensor X, Tensor Y)>> Norms = new()
    {
        ["batch"] = (values, device, epsilon) =>
        {
            var x = Leaf(values, [values.Length, 1], device);
            return (x, Functional.BatchNorm(x, Full(1, 2, device), Full(1, 3, device), null, null, training: true, epsilon: epsilon));
        },
        ["layer"] = (values, device, epsilon) =>
        {
            var (x, n) = (Leaf(values, [1, values.Length], device), values.Length);
            return (x, Functional.LayerNorm(x, [n], Full(n, 2, device), Full(n, 3, device), epsilon));
        },
        ["group"] = (values, device, epsilon) =>
        {
            var (x, n) = (Leaf(values, [1, values.Length], device), values.Length);
            return (x, Functional.GroupNorm(x, 1, Full(n, 2, device), Full(n, 3, device), epsilon));
        },
        ["rms"] = (values, device, epsilon) =>
        {
            var (x, n) = (Leaf(values, [1, values.Length], device), values.Length);
            return (x, Functional.RmsNorm(x, [n], Full(n, 2, device), epsilon) + 3);
        },
    };

    public static MatrixTheoryData<string, int> Lengths => new(Norms.Keys, [4, 70, 8200]);

    [Theory, MemberData(nameof(Lengths))]
    public void Numbers_whose_squares_overflow_have_an_infinite_variance(string norm, int length) => OnAllDevices(device =>
    {
        float[] values = [.. Samples.Uniform(length, seed: 1).Select(v => v * 1e30f)];
        var (x, y) = Norms[norm](values, device, 1e-5);
        y.Backward(y);
        Assert.All(y.ToArray(), value => Assert.Equal(3, value));
        Assert.All(x.Grad!.ToArray(), value => Assert.Equal(0, value));
        return [.. y.ToArray(), .. x.Grad!.ToArray()];
    });

    [Theory, MemberData(nameof(Lengths))]
    public void Denormals_count_as_far_as_epsilon_lets_them(string norm, int length) => OnAllDevices(device =>
    {
        float[] values = [.. Samples.Uniform(length, seed: 2).Select(v => v * 1e-38f)];
        var (x, y) = Norms[norm](values, device, 1e-5);
        y.Backward(Tensor.From<float>([.. Samples.Uniform(length, seed: 3)], y.Shape, device));
        Assert.All(y.ToArray(), value => Assert.Equal(3, value));
        double[] dy = Samples.Widen(Samples.Uniform(length, seed: 3));
        var mean = norm == "rms" ? 0 : dy.Average();
        Near.AssertWithin(1e-5, 1e-3, [.. dy.Select(v => 2 * (v - mean) / Math.Sqrt(1e-5))], x.Grad!.ToArray());
        return [.. y.ToArray(), .. x.Grad!.ToArray()];
    });

    [Theory]
    [InlineData("batch")]
    [InlineData("layer")]
    [InlineData("group")]
    public void Without_epsilon_equal_numbers_are_nan(string norm) => OnAllDevices(device =>
    {
        foreach (var value in (float[])[5, 0, -3])
            Assert.All(Norms[norm]([.. Enumerable.Repeat(value, 7)], device, 0).Y.ToArray(), y => Assert.True(float.IsNaN(y)));
        // torch: 0 / 0. With a spread, nothing else is needed.
        var (_, spread) = Norms[norm]([1, 3], device, 0);
        Assert.Equal([1f, 5f], spread.ToArray());
        return spread.ToArray();
    });

    [Fact]
    public void A_row_of_one_element_is_its_shift_and_has_no_gradient() => OnAllDevices(device =>
    {
        float[] values = [1e30f, -2, 0, 7];
        var x = Leaf(values, [2, 2], device);
        var y = Functional.GroupNorm(x, 2, Full(2, 2, device), Full(2, 3, device));
        y.Backward(Tensor.From<float>([1, 2, 3, 4], [2, 2], device));
        Assert.All(y.ToArray(), value => Assert.Equal(3, value));
        Assert.All(x.Grad!.ToArray(), value => Assert.Equal(0, value));
        var square = Leaf([3, -4], [2, 1], device);
        Assert.Equal([2f, -2f], Functional.RmsNorm(square, [1], Full(1, 2, device), epsilon: 0).ToArray());
        Assert.Equal([3f, 3f], Functional.LayerNorm(square, [1], Full(1, 2, device), Full(1, 3, device)).ToArray());
        return y.ToArray();
    });

    private static void OnAllDevices(Func<Device, float[]> work) => Parity.AssertOnAllDevices(device =>
    {
        using var scope = Tape.Scope();
        return work(device);
    });

    private static Tensor Leaf(float[] values, Shape shape, Device device)
    {
        var leaf = Tensor.From<float>(values, shape, device);
        leaf.RequiresGrad = true;
        return leaf;
    }

    private static Tensor Full(int count, float value, Device device) => Tensor.Full([count], value, device: device);
}
