namespace GpuNet.Models;

/// <summary>Sets weights below 0 to 0.</summary>
[CatalogueEntry("non_negative", "w = max(w, 0)", "keras.constraints.NonNeg")]
public sealed class NonNegative : WeightConstraint
{
    internal override void Apply(ParameterGroup group) => RowConstraints.ClampNegative(group.Arena);
}
