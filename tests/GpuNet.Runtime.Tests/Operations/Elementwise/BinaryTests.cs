using GpuNet.Kernels;
using GpuNet.TestKit;

namespace GpuNet.Runtime.Tests.Operations;

/// <summary>
/// Every binary op of the registry through the tensor: values, broadcasting and gradients, on every device.
/// </summary>
public class BinaryTests
{
    /// <summary>
    /// Pairs of shapes that meet in every way there is: equal, a number, a row, a column, both repeated, up to six
    /// dimensions.
    /// </summary>
    private static readonly (int[] A, int[] B)[] Shapes =
    [
        ([7], [7]), ([], []), ([5, 3], []), ([], [5, 3]), ([5, 3], [1]), ([5, 3], [3]), ([3], [5, 3]), ([5, 3], [1, 3]),
        ([5, 3], [5, 1]), ([5, 1], [5, 3]), ([5, 1], [1, 3]), ([33, 17], [17]), ([33, 17], [33, 1]),
        ([2, 3, 4], [3, 1]), ([2, 3, 4], [2, 1, 4]), ([2, 3, 4], [2, 1, 1]), ([2, 1, 4], [3, 1]),
        ([2, 3, 4, 5], [3, 1, 5]), ([2, 1, 4, 1], [3, 1, 5]),
        ([1, 1, 2, 3, 1, 4], [5, 1, 2, 3, 1, 4]), ([2, 2, 2, 2, 2, 2], [2, 2]),
    ];

    [Fact]
    public void Numbers_have_the_precision_of_the_tensor_beside_them()
    {
        using var scope = Tape.Scope();
        double[] values = [0.3, -7, 1e5];
        var x = Tensor.From<double>(values, Device.Cpu);
        x.RequiresGrad = true;
        (Func<Tensor, Tensor> Apply, Func<double, double> Formula, Func<double, double> Derivative)[] operations =
        [
            (t => t + 0.1, v => v + 0.1, _ => 1), (t => t - 0.1, v => v - 0.1, _ => 1), (t => 0.1 - t, v => 0.1 - v, _ => -1),
            (t => t * 0.1, v => v * 0.1, _ => 0.1), (t => t / 0.1, v => v / 0.1, _ => 1 / 0.1),
            (t => 0.1 / t, v => 0.1 / v, v => -0.1 / v / v), (t => t * 2, v => v * 2, _ => 2), (t => t + double.NaN, _ => double.NaN, _ => 1),
        ];
        foreach (var (apply, formula, derivative) in operations)
        {
            Assert.Equal(values.Select(formula), apply(x).ToArray<double>());
            Assert.All(
                Gradient.Of(apply(x).Sum(), x).ToArray<double>().Zip(values, (actual, v) => (actual, derivative(v))),
                pair => Assert.Equal(pair.Item2, pair.actual, Math.Abs(pair.Item2) * 1e-15));
            Assert.Equal(
                apply(x.To(DType.Float32)).ToArray(),
                values.Select(v => (float)v).Select(v => apply(Tensor.Scalar(v, device: Device.Cpu)).ToArray()[0]));
        }
        Assert.Equal([false, true, false], (x.Detach() < 0.3).ToArray<bool>());
        Assert.Equal(0.3f + 0.1f, (Tensor.Scalar(0.3, device: Device.Cpu) + 0.1).ToArray()[0]);
    }

    [Theory, EveryDevice]
    public void Values_lie_within_the_ops_bound_of_its_reference(string id)
    {
        var device = Device.Parse(id);
        foreach (var entry in OpRegistry.BinaryOps)
        {
            var (a, b) = Operands(entry, 301, 301, seed: 1);
            double[] parameters = [.. entry.Info.Parameters.Select(parameter => (double)(float)parameter.Default)];
            using var scope = Tape.Scope();
            var actual = UnaryOps.Combine(
                Tensor.From<float>(a, device), Tensor.From<float>(b, device), entry).ToArray();
            for (var i = 0; i < actual.Length; i++)
            {
                var expected = entry.Info.Reference(a[i], b[i], parameters);
                var unit = Math.Max(Ulps.Of(expected), Math.Max(Ulps.Of(a[i]), Ulps.Of(b[i])));
                Assert.True(
                    Math.Abs(expected - actual[i]) <= entry.Info.MaxUlps * unit,
                    $"{entry.Info.Name}({a[i]:R}, {b[i]:R}): expected {expected:R}, got {actual[i]:R}");
            }
        }
    }

    [Theory, EveryDevice]
    public void Shapes_broadcast_as_in_NumPy(string id)
    {
        var device = Device.Parse(id);
        foreach (var (shapeA, shapeB) in Shapes)
        {
            var a = Samples.Uniform(Shape.Create(shapeA).Count, seed: 2);
            var b = Samples.Uniform(Shape.Create(shapeB).Count, seed: 3);
            using var scope = Tape.Scope();
            var actual = Tensor.From<float>(a, shapeA, device) - Tensor.From<float>(b, shapeB, device);
            var (expected, shape) = Reference.Broadcast(a, shapeA, b, shapeB, (x, y) => x - y);
            Assert.Equal(shape, actual.Shape.ToArray());
            Assert.Equal(expected, actual.ToArray());
        }
    }

    // On the processor only: what every op's derivative is on the other devices, the bits below hold to it.
    [Fact]
    public void Gradients_agree_with_central_differences_for_every_op()
    {
        foreach (var entry in OpRegistry.BinaryOps)
        {
            var (a, b) = Operands(entry, 11, 11, seed: 4);
            double[] parameters = [.. entry.Info.Parameters.Select(parameter => (double)(float)parameter.Default)];
            var kept = Enumerable.Range(0, a.Length).Where(
                i => !(entry.Info.DistanceToKink?.Invoke(a[i], b[i], parameters) <= 1e-2) && Math.Abs(b[i]) > 0.3).ToArray();
            double[] keptA = [.. kept.Select(i => (double)a[i])], keptB = [.. kept.Select(i => (double)b[i])];
            int[] shape = [kept.Length];
            Gradients.AssertRight(
                Device.Cpu, [keptA, keptB], [shape, shape], x => UnaryOps.Combine(x[0], x[1], entry), entry.Info.Name);
        }
    }

    [Theory, EveryDevice]
    public void Gradients_are_summed_where_an_operand_was_repeated(string id)
    {
        var device = Device.Parse(id);
        foreach (var (shapeA, shapeB) in Shapes.Where(
            shapes => Shape.Create(shapes.A).Count * Shape.Create(shapes.B).Count < 400))
        {
            var a = Samples.UniformDoubles(Shape.Create(shapeA).Count, seed: 5);
            var b = Samples.UniformDoubles(Shape.Create(shapeB).Count, seed: 6, 0.5, 2);
            var name = $"{Shape.Create(shapeA)} and {Shape.Create(shapeB)}";
            Gradients.AssertRight(device, [a, b], [shapeA, shapeB], x => x[0] * x[1], name);
            if (id == "cpu") Gradients.AssertRight(device, [a, b], [shapeA, shapeB], x => x[0] / x[1] - x[0], name);
        }
    }

    [Theory, EveryDevice]
    public void Numbers_combine_with_tensors_on_either_side(string id)
    {
        using var scope = Tape.Scope();
        var x = Tensor.From<float>([1f, -2f, 4f], Device.Parse(id));
        Assert.Equal([3f, 0f, 6f], (x + 2).ToArray());
        Assert.Equal([3f, 0f, 6f], (2 + x).ToArray());
        Assert.Equal([-1f, -4f, 2f], (x - 2).ToArray());
        Assert.Equal([1f, 4f, -2f], (2 - x).ToArray());
        Assert.Equal([3f, -6f, 12f], (x * 3).ToArray());
        Assert.Equal([3f, -6f, 12f], (3 * x).ToArray());
        Assert.Equal([1f / 3f, -2f / 3f, 4f / 3f], (x / 3).ToArray());
        Assert.Equal([1f, -0.5f, 0.25f], (1 / x).ToArray());
        Assert.Equal([-1f, 2f, -4f], (-x).ToArray());
    }

    [Fact]
    public void Portable_math_gives_the_same_bits_on_every_device()
    {
        var (a, b) = Grid(Samples.Edges);
        foreach (var entry in OpRegistry.BinaryOps)
        {
            Parity.AssertOnAllDevices(device =>
            {
                using var scope = Tape.Scope();
                var (x, y) = (Tensor.From<float>(a, device), Tensor.From<float>(b, device));
                x.RequiresGrad = y.RequiresGrad = true;
                var z = UnaryOps.Combine(x, y, entry);
                z.Backward(Tensor.OnesLike(z));
                return [.. z.ToArray(), .. x.Grad!.ToArray(), .. y.Grad!.ToArray()];
            });
        }
    }

    [Fact]
    public void Shapes_that_do_not_broadcast_are_named_in_the_error()
    {
        using var scope = Tape.Scope();
        var error = Assert.Throws<ShapeMismatchException>(
            () => Tensor.Zeros([2, 3], device: Device.Cpu) + Tensor.Zeros([2, 4], device: Device.Cpu));
        Assert.Equal("add", error.Operation);
        Assert.Contains("[2, 3]", error.Message);
        Assert.Contains("[2, 4]", error.Message);
    }

    [Fact]
    public void Operands_of_different_types_or_devices_are_refused()
    {
        using var scope = Tape.Scope();
        var x = Tensor.Zeros([2], device: Device.Cpu);
        Assert.Throws<DTypeNotSupportedException>(() => x + Tensor.Zeros([2], DType.Float64, Device.Cpu));
        var error = Assert.Throws<DeviceException>(() => x + Tensor.Zeros([2], device: Device.Parse("cpu:debug")));
        Assert.Contains("cpu:debug", error.Message);
    }

    private static (float[] A, float[] B) Operands(BinaryOpEntry entry, int countA, int countB, int seed) =>
        (Samples.Uniform(countA, seed, entry.Info.DomainA.Low, entry.Info.DomainA.High),
            Samples.Uniform(countB, seed + 100, entry.Info.DomainB.Low, entry.Info.DomainB.High));

    private static (float[] A, float[] B) Grid(float[] values) =>
        ([.. values.SelectMany(value => Enumerable.Repeat(value, values.Length))], [.. values.SelectMany(_ => values)]);
}
