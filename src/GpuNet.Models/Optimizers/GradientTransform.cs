using GpuNet.Models.Persistence;

namespace GpuNet.Models;

/// <summary>
/// Changes gradients between the backward pass and the update (<see cref="Optimizer.GradientTransforms"/>), on the device and in
/// a number of launches that does not depend on how many parameters there are.
/// </summary>
public abstract class GradientTransform
{
    private protected GradientTransform()
    {
    }

    /// <summary>What it carries from step to step, for a checkpoint of an optimizer that uses it.</summary>
    internal virtual IEnumerable<StateEntry> StateFor(Optimizer optimizer) => [];

    /// <summary>Changes the gradients of an optimizer's parameters.</summary>
    internal abstract void Apply(Optimizer optimizer);
}
