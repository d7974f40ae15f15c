using GpuNet.Kernels;

namespace GpuNet.Runtime.Tests.Operations;

/// <summary>How many launches normalizations take, as docs/kernels.md says; an activation costs none.</summary>
public class NormLaunchTests
{
    private static readonly Dictionary<string, Func<Tensor, Tensor, Tensor, bool, Tensor>> Norms = new()
    {
        ["batch"] = (x, w, b, active) => Batch(x, w, b, active, training: true),
        ["batch in evaluation"] = (x, w, b, active) => Batch(x, w, b, active, training: false),
        ["layer"] = (x, w, b, active) => active ? Functional.LayerNorm(x, [80], w, b, new Gelu()) : Functional.LayerNorm(x, [80], w, b),
        ["rms"] = (x, w, _, active) => active ? Functional.RmsNorm(x, [80], w, new Gelu()) : Functional.RmsNorm(x, [80], w),
        ["group"] = (x, w, b, active) => active ? Functional.GroupNorm(x, 4, w, b, new Gelu()) : Functional.GroupNorm(x, 4, w, b),
    };

    [Theory]
    [InlineData("batch", 3, 3, 3)]
    [InlineData("batch in evaluation", 1, 3, 1)]
    [InlineData("layer", 1, 3, 1)]
    [InlineData("rms", 1, 2, 1)]
    [InlineData("group", 1, 3, 1)]
    public void Launches_are_counted(string norm, int forward, int backward, int backwardToInputAlone)
    {
        foreach (var active in (bool[])[false, true])
        {
            var (x, w, b) = (Ones([6, 80]), Ones([80]), Ones([80]));
            var dy = Ones([6, 80]);
            Assert.Equal(forward, Launches(() => Norms[norm](x, w, b, active).Keep()));
            x.RequiresGrad = true;
            Assert.Equal(forward + backwardToInputAlone, Launches(() => Norms[norm](x, w, b, active).Backward(dy), x));
            w.RequiresGrad = b.RequiresGrad = true;
            Assert.Equal(forward + backward, Launches(() => Norms[norm](x, w, b, active).Backward(dy), x, w, b));
        }
    }

    private static Tensor Batch(Tensor x, Tensor w, Tensor b, bool active, bool training)
    {
        var (mean, variance) = (b, w);
        return active
            ? Functional.BatchNorm(x, w, b, training ? null : mean, training ? null : variance, training, new Gelu())
            : Functional.BatchNorm(x, w, b, training ? null : mean, training ? null : variance, training);
    }

    private static int Launches(Action work, params Tensor[] leaves)
    {
        using var zeroing = PreparedStep.Record(Device.Cpu, () => Array.ForEach(leaves, leaf => leaf.ZeroGrad()));
        using var step = PreparedStep.Record(Device.Cpu, () =>
        {
            Array.ForEach(leaves, leaf => leaf.ZeroGrad());
            work();
        });
        return step.Length - zeroing.Length;
    }

    private static Tensor Ones(Shape shape) => Tensor.Ones(shape, device: Device.Cpu).Keep();
}
