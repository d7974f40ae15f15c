using GpuNet.Kernels;

namespace GpuNet.Models;

/// <summary>A gate over the halves of a dimension, which it halves: <c>new Gate&lt;Glu&gt;()</c>, <c>new Gate&lt;SwiGlu&gt;()</c>.</summary>
/// <typeparam name="TGate">The op of <c>GpuNet.Kernels</c> that makes one number of an element of each half.</typeparam>
public sealed class Gate<TGate> : Module
    where TGate : unmanaged, IBinaryOp<TGate>
{
    /// <summary>The dimension; -1 is the last.</summary>
    public int Axis { get; init; } = -1;

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input) => Functional.Gate(input, default(TGate), Axis);
}
