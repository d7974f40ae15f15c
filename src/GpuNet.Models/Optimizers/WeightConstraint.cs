namespace GpuNet.Models;

/// <summary>
/// Puts weights back where they may be after each update (<see cref="ParameterGroup.Constraints"/>). It concerns parameters of
/// two dimensions or more, row by row: a row of a <see cref="Linear"/> layer holds the weights that flow into one unit.
/// </summary>
public abstract class WeightConstraint
{
    private protected WeightConstraint()
    {
    }

    /// <summary>Restores the constraint: one launch.</summary>
    internal abstract void Apply(ParameterGroup group);
}
