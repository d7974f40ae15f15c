using System.Text.Json;
using GpuNet.TestKit;

namespace GpuNet.Runtime.Tests.Autograd;

/// <summary>
/// Gradients as values, products with Jacobians and Hessians, and these themselves, against PyTorch's in double precision
/// (make_gradients.py).
/// </summary>
public class GradientTests
{
    private static readonly Dictionary<string, double[]> Torch = JsonSerializer.Deserialize<Dictionary<string, double[]>>(
        File.ReadAllText(Repository.PathOf("tests/GpuNet.Runtime.Tests/Autograd/Fixtures/gradients.json")))!;

    [Fact]
    public void Gradients_are_values_and_leave_those_of_leaves_alone()
    {
        using var scope = Tape.Scope();
        var (x, w) = (Leaf([2.0, 3.0], 2), Leaf([5.0, 7.0], 2));
        var product = x * w;
        var y = product.Square().Sum();
        var gradients = Gradient.Of(y, [x, product, w]);
        Assert.Equal([2 * 10 * 5.0, 2 * 21 * 7.0], gradients[0].ToArray<double>());
        Assert.Equal([2 * 10.0, 2 * 21.0], gradients[1].ToArray<double>());
        Assert.Equal([2 * 10 * 2.0, 2 * 21 * 3.0], gradients[2].ToArray<double>());
        Assert.All(gradients, gradient => Assert.False(gradient.RequiresGrad));
        Assert.Null(x.Grad);
        Assert.Null(w.Grad);
    }

    [Fact]
    public void Several_values_start_from_seeds_and_several_outputs_add_up()
    {
        using var scope = Tape.Scope();
        var x = Leaf([2.0, 3.0], 2);
        var (square, cube) = (x.Square(), x * x * x);
        Assert.Equal([4.0, 60.0], Gradient.Of(square, x, Row(1, 10)).ToArray<double>());
        Assert.Equal([4.0 + 120, 60.0 + 270], Gradient.Of([square, cube], [x], [Row(1, 10), Row(10, 10)])[0].ToArray<double>());
        Assert.Equal([1.0, 10.0], Gradient.Of(x, x, Row(1, 10)).ToArray<double>());
        Assert.Throws<AutogradException>(() => Gradient.Of(square, x));
        Assert.Throws<ShapeMismatchException>(() => Gradient.Of(square, x, Row(1, 2, 3)));
        Assert.Throws<ArgumentException>(() => Gradient.Of([square, cube], [x], [Row(1, 2)]));
    }

    [Fact]
    public void What_an_output_does_not_depend_on_has_a_gradient_of_zeros()
    {
        using var scope = Tape.Scope();
        var (x, w) = (Leaf([2.0], 1), Leaf([1.0, 1.0], 2));
        Assert.Equal([0.0, 0.0], Gradient.Of(x.Square(), w).ToArray<double>());
        var error = Assert.Throws<AutogradException>(() => Gradient.Of(x.Square(), x.Detach()));
        Assert.Contains("RequiresGrad", error.Message);
    }

    [Fact]
    public void A_gradient_outlives_the_scopes_inside_and_may_be_changed()
    {
        using var scope = Tape.Scope();
        var x = Leaf([2.0], 1);
        var own = Gradient.Of(x.Sum(), x); // the 1 that starts the pass flows through as it is
        own.Fill(5);
        Assert.Equal([1.0], Gradient.Of(x.Sum(), x).ToArray<double>());
        Assert.Equal([5.0], own.ToArray<double>());
    }

    [Fact]
    public void A_run_of_ops_gives_its_middle_a_gradient_when_asked()
    {
        using var scope = Tape.Scope();
        var x = Leaf([0.5, 2.0], 2);
        var middle = x * 3;
        var y = (middle.Exp() + 1).Log().Sum();
        var expected = new[] { 1.5, 6.0 }.Select(m => 1 / (1 + Math.Exp(-m))).ToArray();
        Near.AssertWithin(1e-14, 0, expected, Gradient.Of(y, middle).ToArray<double>());
    }

    [Fact]
    public void Nothing_off_the_way_to_the_inputs_is_run()
    {
        using var scope = Tape.Scope();
        var (x, w) = (Leaf([2.0], 1), Leaf([3.0], 1));
        var changed = Tensor.From<double>([4.0], Device.Cpu);
        var y = x.Square() + w * changed;
        changed.Fill(5); // the backward pass of w * changed would refuse
        Assert.Equal([4.0], Gradient.Of(y, x).ToArray<double>());
        Assert.Throws<AutogradException>(() => Gradient.Of(y, w));
    }

    [Fact]
    public void Gradients_on_the_tape_are_differentiated_again_and_again()
    {
        using var scope = Tape.Scope();
        var x = Leaf(Torch["third_x"], 9);
        var y = x.Tanh() * x.Sin();
        for (var order = 0; order < 3; order++) y = Gradient.Of(y.Sum(), x, createGraph: true);
        Near.AssertWithin(1e-12, 1e-12, Torch["third"], y.ToArray<double>());
        Assert.Null(x.Grad);
    }

    [Fact]
    public void A_gradient_penalty_trains()
    {
        using var scope = Tape.Scope();
        Tensor[] parameters = [Leaf(Torch["w1"], 5, 3), Leaf(Torch["b1"], 5), Leaf(Torch["w2"], 2, 5), Leaf(Torch["b2"], 2)];
        var x = Leaf(Torch["x"], 4, 3);
        var first = Network(x, parameters) * Row(1, 0);
        var slope = Gradient.Of(first.Sum(), x, createGraph: true);
        var penalty = (slope.Square().Sum(1).Sqrt() - 1).Square().Mean();
        Near.AssertWithin(1e-12, 0, Torch["penalty"], penalty.ToArray<double>());
        penalty.Backward();
        for (var i = 0; i < parameters.Length; i++)
            Near.AssertWithin(1e-10, 1e-12, Torch[$"penalty_{i}"], parameters[i].Grad!.ToArray<double>());
    }

    [Fact]
    public void Products_and_matrices_of_derivatives_are_torchs()
    {
        using var scope = Tape.Scope();
        var (x, v, u) = (Constant("x", 4, 3), Constant("v", 4, 3), Constant("u", 4, 2));
        AssertTorch("vjp", Gradient.VectorJacobian(Network, x, u), 4, 3);
        AssertTorch("jvp", Gradient.JacobianVector(Network, x, v), 4, 2);
        AssertTorch("hvp", Gradient.HessianVector(Loss, x, v), 4, 3);
        AssertTorch("jacobian", Gradient.Jacobian(Network, x), 4, 2, 4, 3);
        AssertTorch("hessian", Gradient.Hessian(Loss, x), 4, 3, 4, 3);
        Assert.False(x.RequiresGrad);
    }

    [Fact]
    public void A_hessian_of_several_parameters_is_multiplied_by_directions()
    {
        using var scope = Tape.Scope();
        Tensor[] parameters = [Leaf(Torch["w1"], 5, 3), Leaf(Torch["b1"], 5), Leaf(Torch["w2"], 2, 5), Leaf(Torch["b2"], 2)];
        var directions = parameters.Select((p, i) => Tensor.From<double>(Torch[$"direction_{i}"], p.Shape, Device.Cpu)).ToArray();
        var loss = Network(Constant("x", 4, 3), parameters).Log().Square().Mean();
        var products = Gradient.HessianVector(loss, parameters, directions);
        for (var i = 0; i < products.Length; i++)
            Near.AssertWithin(1e-10, 1e-12, Torch[$"product_{i}"], products[i].ToArray<double>());
    }

    [Fact]
    public void Functions_that_are_constant_or_linear_have_zeros()
    {
        using var scope = Tape.Scope();
        var x = Row(1, 2);
        Assert.Equal([0.0, 0.0], Gradient.JacobianVector(_ => Row(3, 4), x, x).ToArray<double>());
        Assert.Equal([0.0, 0.0], Gradient.HessianVector(y => y.Sum(), x, x).ToArray<double>());
        Assert.Equal(new double[4], Gradient.Hessian(y => (y * 3).Sum(), x).ToArray<double>());
        var w = Leaf([1.0, 2.0], 2);
        Assert.Equal([0.0, 0.0], Gradient.HessianVector(w.Sum(), [w], [x])[0].ToArray<double>());
    }

    [Fact]
    public void Mistakes_are_named()
    {
        using var scope = Tape.Scope();
        var x = Row(1, 2);
        Assert.Contains("[3]", Assert.Throws<ShapeMismatchException>(() => Gradient.JacobianVector(y => y, x, Row(1, 2, 3))).Message);
        Assert.Contains("[3]", Assert.Throws<ShapeMismatchException>(() => Gradient.VectorJacobian(y => y, x, Row(1, 2, 3))).Message);
        Assert.Contains("Hessian", Assert.Throws<ShapeMismatchException>(() => Gradient.Hessian(y => y.Exp(), x)).Message);
        var w = Leaf([1.0, 2.0], 2);
        Assert.Throws<ArgumentException>(() => Gradient.HessianVector(w.Square().Sum(), [w], [x, x]));
    }

    [Fact]
    public void Recording_goes_on_inside_no_grad_where_it_is_asked_for()
    {
        using var scope = Tape.Scope();
        using var noGrad = Tape.NoGrad();
        var x = Leaf([3.0], 1);
        using (Tape.Record()) Assert.Equal([6.0], Gradient.Of(x.Square(), x).ToArray<double>());
        Assert.False(Tape.IsRecording);
        Assert.Equal([6.0], Gradient.VectorJacobian(y => y.Square(), x, Row(1)).ToArray<double>());
    }

    private static Tensor Network(Tensor x) =>
        Network(x, [Constant("w1", 5, 3), Constant("b1", 5), Constant("w2", 2, 5), Constant("b2", 2)]);

    private static Tensor Network(Tensor x, Tensor[] p) =>
        Functional.Linear(Functional.Linear(x, p[0], p[1]).Tanh(), p[2], p[3]).Softmax();

    private static Tensor Loss(Tensor x) => Network(x).Log().Square().Mean();

    private static void AssertTorch(string name, Tensor actual, params int[] shape)
    {
        Assert.Equal(shape, actual.Shape.ToArray());
        Near.AssertWithin(1e-10, 1e-12, Torch[name], actual.ToArray<double>());
    }

    private static Tensor Constant(string name, params int[] shape) => Tensor.From<double>(Torch[name], shape, Device.Cpu);

    private static Tensor Row(params double[] values) => Tensor.From<double>(values, Device.Cpu);

    private static Tensor Leaf(double[] values, params int[] shape)
    {
        var leaf = Tensor.From<double>(values, shape, Device.Cpu);
        leaf.RequiresGrad = true;
        return leaf;
    }
}
