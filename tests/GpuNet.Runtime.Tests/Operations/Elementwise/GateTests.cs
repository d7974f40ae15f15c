using GpuNet.Kernels;
using GpuNet.TestKit;

namespace GpuNet.Runtime.Tests.Operations;

/// <summary>Gates over halves of rows, PReLU, RReLU, comparisons and where.</summary>
public class GateTests
{
    [Theory, EveryDevice]
    public void Gates_combine_the_halves_of_the_last_dimension(string id)
    {
        using var scope = Tape.Scope();
        double[] values = [1, -2, 0.5, 3, 0, 4, -1, 2];
        var x = Tensor.From<float>(Array.ConvertAll(values, v => (float)v), [2, 1, 4], Device.Parse(id));
        Assert.Equal([2, 1, 2], x.Glu().Shape.ToArray());
        Near.AssertWithin(1e-6, 0, [1 * S(0.5), -2 * S(3), 0 * S(-1), 4 * S(2)], x.Glu().ToArray());
        Near.AssertWithin(1e-6, 0, [1 * S(1) * 0.5, -2 * S(-2) * 3, 0, 4 * S(4) * 2], x.SwiGlu().ToArray());

        static double S(double v) => 1 / (1 + Math.Exp(-v));
    }

    [Fact]
    public void Along_another_dimension_they_are_what_they_are_along_the_last_of_it_moved()
    {
        (string Name, Func<Tensor, int, Tensor> Along)[] ops =
        [
            ("glu", (x, axis) => x.Glu(axis)), ("swiglu", (x, axis) => x.SwiGlu(axis)),
            ("softmin", (x, axis) => x.Softmin(axis)), ("sparsemax", (x, axis) => x.Sparsemax(axis)),
        ];
        var values = Samples.UniformDoubles(48, seed: 5);
        foreach (var (name, along) in ops)
        {
            for (var axis = -3; axis < 3; axis++)
            {
                using var scope = Tape.Scope();
                var x = Tensor.From<double>(values, [4, 6, 2], Device.Cpu);
                var expected = along(x.MoveAxis(axis, -1), -1).MoveAxis(-1, axis);
                Assert.Equal(expected.Shape, along(x, axis).Shape);
                Near.AssertWithin(1e-13, 0, expected.ToArray<double>(), along(x, axis).ToArray<double>());
            }
            Gradients.AssertRight(Device.Cpu, [values], [[4, 6, 2]], t => along(t[0], 1), name);
        }
    }

    [Fact]
    public void Softmin_is_largest_where_the_input_is_smallest()
    {
        using var scope = Tape.Scope();
        var e = Math.Exp(-1);
        Near.AssertWithin(1e-6, 0, [1 / (1 + e), e / (1 + e)], Tensor.From<float>([2, 3], [1, 2], Device.Cpu).Softmin().ToArray());
    }

    [Fact]
    public void Gradients_of_gates_agree_with_central_differences()
    {
        var x = Samples.UniformDoubles(24, seed: 1);
        Gradients.AssertRight(Device.Cpu, [x], [[3, 8]], t => t[0].Glu(), "glu");
        Gradients.AssertRight(Device.Cpu, [x], [[3, 8]], t => t[0].SwiGlu(), "swiglu");
    }

    [Fact]
    public void Gates_give_the_same_bits_on_every_device() => Parity.AssertOnAllDevices(device =>
    {
        using var scope = Tape.Scope();
        var x = Tensor.From<float>([.. Samples.Uniform(80, seed: 2, -20, 20)], [8, 10], device);
        x.RequiresGrad = true;
        var y = x.Glu();
        y.Backward(Tensor.OnesLike(y));
        return [.. y.ToArray(), .. x.SwiGlu().ToArray(), .. x.Grad!.ToArray()];
    });

    [Fact]
    public void Shapes_that_do_not_fit_are_named()
    {
        using var scope = Tape.Scope();
        var odd = Assert.Throws<ShapeMismatchException>(() => Tensor.Zeros([2, 3], device: Device.Cpu).Glu());
        Assert.Contains("glu", odd.Message);
        Assert.Contains("[2, 3]", odd.Message);
        var slopes = Assert.Throws<ShapeMismatchException>(
            () => Functional.PRelu(Tensor.Zeros([2, 3], device: Device.Cpu), Tensor.Zeros([2], device: Device.Cpu)));
        Assert.Contains("prelu", slopes.Message);
        Assert.Throws<ArgumentException>(() => Tensor.Zeros([2], device: Device.Cpu).Clamp(1, 0));
    }

    [Theory, EveryDevice]
    public void PRelu_learns_its_slopes(string id)
    {
        var device = Device.Parse(id);
        using var scope = Tape.Scope();
        var x = Tensor.From<float>([1, -2, -3, 4, -5, 6], [3, 2], device);
        var slopes = Tensor.From<float>([0.5f, 0.25f], device);
        x.RequiresGrad = slopes.RequiresGrad = true;
        var y = Functional.PRelu(x, slopes);
        Assert.Equal([1, -0.5f, -1.5f, 4, -2.5f, 6], y.ToArray());
        y.Sum().Backward();
        Assert.Equal([1, 0.25f, 0.5f, 1, 0.5f, 1], x.Grad!.ToArray());
        Assert.Equal([-8, -2], slopes.Grad!.ToArray());
    }

    [Theory, EveryDevice]
    public void RRelu_draws_slopes_of_its_range_and_its_gradient_has_the_same(string id)
    {
        var device = Device.Parse(id);
        using var scope = Tape.Scope();
        var x = Tensor.From<float>(Samples.Uniform(1000, seed: 3), device);
        x.RequiresGrad = true;
        var y = Functional.RRelu(x, new Generator(seed: 5), 0.25, 0.5);
        y.Sum().Backward();
        var (inputs, outputs, gradients) = (x.ToArray(), y.ToArray(), x.Grad!.ToArray());
        for (var i = 0; i < inputs.Length; i++)
        {
            Assert.Equal(inputs[i] * gradients[i], outputs[i]);
            Assert.True(inputs[i] > 0 ? gradients[i] == 1 : gradients[i] is >= 0.25f and <= 0.5f);
        }

        Assert.True(gradients.Where(g => g < 1).Distinct().Count() > 300);
    }

    [Theory, EveryDevice]
    public void Comparisons_give_masks_and_where_chooses_by_them(string id)
    {
        var device = Device.Parse(id);
        using var scope = Tape.Scope();
        var a = Tensor.From<float>([1, 2, float.NaN, -0f], device);
        var b = Tensor.From<float>([2, 2, 0, 5], device);
        Assert.Equal([false, false, false, false], (a > b).ToArray<bool>());
        Assert.Equal([true, false, false, true], (a < b).ToArray<bool>());
        Assert.Equal([false, true, false, false], (a >= b).ToArray<bool>());
        Assert.Equal([true, true, false, true], (a <= 2).ToArray<bool>());
        Assert.Equal([false, true, false, false], a.EqualTo(b).ToArray<bool>());
        Assert.Equal([true, false, true, true], a.NotEqualTo(b).ToArray<bool>());

        a.RequiresGrad = b.RequiresGrad = true;
        foreach (var mask in new[] { Tensor.From<float>([1, 0, 0, 1], device), a < b })
        {
            a.ZeroGrad();
            b.ZeroGrad();
            var chosen = Functional.Where(mask, a, b);
            Assert.Equal([1, 2, 0, -0f], chosen.ToArray());
            Assert.True(float.IsNegative(chosen.ToArray()[3]));
            chosen.Sum().Backward();
            Assert.Equal([1, 0, 0, 1], a.Grad!.ToArray());
            Assert.Equal([0, 1, 1, 0], b.Grad!.ToArray());
        }
    }

    [Fact]
    public void Methods_named_as_an_op_are_that_op_with_its_default_parameters()
    {
        using var scope = Tape.Scope();
        var x = Tensor.From<float>([.. Samples.Edges, .. Samples.Uniform(50, seed: 8, -3, 3)], Device.Cpu);
        var found = 0;
        foreach (var entry in OpRegistry.UnaryOps)
        {
            var method = typeof(Tensor).GetMethods().SingleOrDefault(m => m.Name == entry.Type.Name && !m.IsStatic
                && m.GetParameters().All(p => p.HasDefaultValue) && m.ReturnType == typeof(Tensor));
            if (method is null)
                continue;
            found++;
            var actual = (Tensor)method.Invoke(x, [.. method.GetParameters().Select(p => p.DefaultValue)])!;
            Assert.Equal(UnaryOps.Map(x, entry).ToArray(), actual.ToArray());
        }

        Assert.True(found > 45, $"{found} methods");
    }
}
