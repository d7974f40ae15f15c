using GpuNet.TestKit;
using ILGPU;
using ILGPU.Runtime;

namespace GpuNet.Runtime.Tests.Autograd;

/// <summary>Operations of a user's own: of tensor operations, and of kernels.</summary>
public class CustomOperationTests
{
    [Fact]
    public void A_backward_of_ones_own_is_used()
    {
        double[] x = [0.5, -1.5, 2], w = [2, 3, -1];
        Gradients.AssertRight(Device.Cpu, [x, w], [[3], [3]], v => new WeightedCube().Apply(v[0], v[1]).Exp(), "weighted cube");
        Gradients.AssertSecondRight(Device.Cpu, [x, w], [[3], [3]], v => new WeightedCube().Apply(v[0], v[1]).Sin(), "weighted cube");
    }

    [Theory, EveryDevice]
    public void Kernels_of_ones_own_compute_both_passes(string id)
    {
        using var scope = Tape.Scope();
        var x = Leaf(Device.Parse(id), 3, -2, 0.5f);
        var y = new CubeByKernel().Apply(x * 2);
        Assert.Equal([216f, -64f, 1f], y.ToArray());
        y.Backward(Tensor.From<float>([1, 10, 100], x.Device));
        Assert.Equal([2 * 3 * 36f, 2 * 3 * 16f * 10, 2 * 3 * 1f * 100], x.Grad!.ToArray());
        var error = Assert.Throws<AutogradException>(() => Gradient.Of(y.Sum(), x, createGraph: true));
        Assert.Contains("CubeByKernel", error.Message);
        Assert.Contains("HasRecordedBackward", error.Message);
    }

    [Fact]
    public void A_gradient_that_is_not_what_it_is_replaces_the_derivative()
    {
        using var scope = Tape.Scope();
        var x = Leaf(Device.Cpu, 0.4f, -1.7f);
        new StraightThrough().Apply(x).Backward(Tensor.From<float>([2, 3], Device.Cpu));
        Assert.Equal([2f, 3f], x.Grad!.ToArray());
    }

    [Fact]
    public void Nothing_is_recorded_that_is_not_needed()
    {
        using var scope = Tape.Scope();
        var (x, c) = (Leaf(Device.Cpu, 2), Tensor.From<float>([3], Device.Cpu));
        Assert.False(new WeightedCube().Apply(c, c).RequiresGrad);
        using (Tape.NoGrad()) Assert.False(new WeightedCube().Apply(x, x).RequiresGrad);
        var operation = new WeightedCube();
        operation.Apply(x, c).Backward();
        Assert.Equal([36f], x.Grad!.ToArray());
        Assert.Equal([true, false], operation.Needed);
    }

    [Fact]
    public void An_input_that_is_returned_keeps_its_place()
    {
        using var scope = Tape.Scope();
        var x = Leaf(Device.Cpu, 2);
        var y = new Scripted(inputs => inputs[0], gradient => [gradient * 5]).Apply(x);
        Assert.NotSame(x, y);
        y.Backward();
        Assert.Equal([5f], x.Grad!.ToArray());
    }

    [Fact]
    public void Mistakes_name_the_operation()
    {
        using var scope = Tape.Scope();
        var x = Leaf(Device.Cpu, 2, 3);
        Assert.Contains("Scripted", Assert.Throws<ArgumentException>(() => new Scripted(i => i[0], g => [g]).Apply()).Message);
        Assert.Contains(
            "Scripted.Backward returned 2 gradients for 1",
            Assert.Throws<AutogradException>(() => Run(g => [g, g])).Message);
        var shape = Assert.Throws<ShapeMismatchException>(() => Run(g => [g.Sum()]));
        Assert.Equal("Scripted.Backward, gradient 0", shape.Operation);
        Assert.Contains("[2]", shape.Message);
        Assert.Throws<DTypeNotSupportedException>(() => Run(g => [Tensor.Zeros([2], DType.Float64, Device.Cpu)]));
        Assert.Throws<InvalidOperationException>(() => Run(_ => null!));

        void Run(Func<Tensor, IReadOnlyList<Tensor?>> backward) =>
            new Scripted(inputs => inputs[0] * 1, backward).Apply(x).Backward(Tensor.OnesLike(x));
    }

    [Fact]
    public void A_saved_tensor_that_has_changed_is_reported()
    {
        using var scope = Tape.Scope();
        var (x, w) = (Leaf(Device.Cpu, 2), Tensor.From<float>([3], Device.Cpu));
        var y = new WeightedCube().Apply(x, w);
        w.Fill(4);
        Assert.Contains("WeightedCube", Assert.Throws<AutogradException>(() => y.Backward()).Message);
    }

    [Fact]
    public void Prepared_steps_take_operations_and_refuse_kernels_they_cannot_see()
    {
        var x = Leaf(Device.Cpu, 2);
        Tensor? y = null;
        using var step = PreparedStep.Record(Device.Cpu, () => (y = new WeightedCube().Apply(x, x).Keep()).Backward());
        x.Fill(3);
        step.Run();
        Assert.Equal(81f, y!.Item());
        Assert.Equal(4 * 8 + 4 * 27f, x.Grad!.Item());

        Assert.Null(PreparedStep.TryRecord(Device.Cpu, () => new CubeByKernel().Apply(x), out var reason));
        Assert.Contains("WriteView", reason);
    }

    private static Tensor Leaf(Device device, params float[] values)
    {
        var leaf = Tensor.From<float>(values, device);
        leaf.RequiresGrad = true;
        return leaf;
    }

    /// <summary>w x^3.</summary>
    private sealed class WeightedCube : CustomOperation
    {
        public bool[] Needed { get; private set; } = [];

        public override bool HasRecordedBackward => true;

        protected override Tensor Forward(OperationContext context, IReadOnlyList<Tensor> inputs)
        {
            context.Save(inputs[0], inputs[1]);
            return inputs[0] * inputs[0] * inputs[0] * inputs[1];
        }

        protected override IReadOnlyList<Tensor?> Backward(OperationContext context, Tensor gradient)
        {
            Needed = [context.NeedsGradient(0), context.NeedsGradient(1)];
            var (x, w) = (context.Saved(0), context.Saved(1));
            return [gradient * w * x * x * 3, context.NeedsGradient(1) ? gradient * x * x * x : null];
        }
    }

    /// <summary>x^3 by kernels.</summary>
    private sealed class CubeByKernel : CustomOperation
    {
        protected override Tensor Forward(OperationContext context, IReadOnlyList<Tensor> inputs)
        {
            context.Save(inputs[0]);
            var y = Tensor.Empty(inputs[0].Shape, DType.Float32, inputs[0].Device);
            var kernel = y.Device.Accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<float>, ArrayView<float>>(CubeKernels.Forward);
            kernel(y.Count, inputs[0].ReadView<float>(), y.WriteView<float>());
            return y;
        }

        protected override IReadOnlyList<Tensor?> Backward(OperationContext context, Tensor gradient)
        {
            var dx = Tensor.Empty(gradient.Shape, DType.Float32, gradient.Device);
            var kernel = dx.Device.Accelerator
                .LoadAutoGroupedStreamKernel<Index1D, ArrayView<float>, ArrayView<float>, ArrayView<float>>(CubeKernels.Backward);
            kernel(dx.Count, context.Saved(0).ReadView<float>(), gradient.ReadView<float>(), dx.WriteView<float>());
            return [dx];
        }
    }

    /// <summary>Rounds, and hands gradients through (Bengio et al. 2013).</summary>
    private sealed class StraightThrough : CustomOperation
    {
        protected override Tensor Forward(OperationContext context, IReadOnlyList<Tensor> inputs) => inputs[0].Round();

        protected override IReadOnlyList<Tensor?> Backward(OperationContext context, Tensor gradient) => [gradient];
    }

    private sealed class Scripted(
        Func<IReadOnlyList<Tensor>, Tensor> forward, Func<Tensor, IReadOnlyList<Tensor?>> backward) : CustomOperation
    {
        protected override Tensor Forward(OperationContext context, IReadOnlyList<Tensor> inputs) => forward(inputs);

        protected override IReadOnlyList<Tensor?> Backward(OperationContext context, Tensor gradient) => backward(gradient);
    }
}

/// <summary>y = x^3, and dx = 3 x^2 dy.</summary>
public static class CubeKernels
{
    public static void Forward(Index1D index, ArrayView<float> x, ArrayView<float> y) =>
        y[index] = x[index] * x[index] * x[index];

    public static void Backward(Index1D index, ArrayView<float> x, ArrayView<float> dy, ArrayView<float> dx) =>
        dx[index] = dy[index] * 3 * x[index] * x[index];
}
