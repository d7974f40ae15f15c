namespace GpuNet.Models;

/// <summary>Scales rows to the Euclidean norm 1; a row of zeros stays.</summary>
[CatalogueEntry("unit_norm", "w /= |w|, |w| of each row", "keras.constraints.UnitNorm")]
public sealed class UnitNorm : WeightConstraint
{
    internal override void Apply(ParameterGroup group) => RowConstraints.ClampNorm(group.Arena, 1, 1);
}
