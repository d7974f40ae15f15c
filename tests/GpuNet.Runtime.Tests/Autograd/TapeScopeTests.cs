namespace GpuNet.Runtime.Tests.Autograd;

public class TapeScopeTests
{
    [Fact]
    public void Tensors_are_freed_with_their_scope_unless_kept()
    {
        Tensor lost, kept;
        using (Tape.Scope())
        {
            lost = Tensor.Ones([3], device: Device.Cpu);
            kept = (lost + 1).Keep();
        }
        Assert.True(lost.IsFreed);
        Assert.False(kept.IsFreed);
        Assert.Equal([2f, 2f, 2f], kept.ToArray());
        kept.Dispose();
        var error = Assert.Throws<ObjectDisposedException>(() => lost.ToArray());
        Assert.Contains("Keep()", error.Message);
        Assert.Throws<ObjectDisposedException>(() => lost + 1);
        Assert.Contains("freed", lost.ToString());
    }

    [Fact]
    public void A_view_keeps_the_memory_of_its_origin()
    {
        var origin = Tensor.From<float>([1, 2, 3, 4], Device.Cpu);
        var part = origin[2..];
        origin.Dispose();
        using var other = Tensor.From<float>([9, 9, 9, 9], Device.Cpu);
        Assert.Equal([3f, 4f], part.ToArray());
        part.Dispose();
    }

    [Fact]
    public void Scopes_nest_and_end_in_reverse_order()
    {
        var outer = Tape.Scope();
        var outerTensor = Tensor.Ones([1], device: Device.Cpu);
        var inner = Tape.Scope();
        var innerTensor = Tensor.Ones([1], device: Device.Cpu);
        Assert.Throws<InvalidOperationException>(outer.Dispose);
        inner.Dispose();
        Assert.True(innerTensor.IsFreed);
        Assert.False(outerTensor.IsFreed);
        outer.Dispose();
        outer.Dispose();
        Assert.True(outerTensor.IsFreed);
    }

    [Fact]
    public void Disposing_early_and_twice_does_no_harm()
    {
        using (Tape.Scope())
        {
            var x = Tensor.Ones([5], device: Device.Cpu);
            x.Dispose();
            x.Dispose();
        }
        var y = Tensor.Ones([5], device: Device.Cpu);
        y.Dispose();
        y.Dispose();
    }
}
