namespace GpuNet.Kernels;

/// <summary>What derivatives of ops say about themselves, made from what the ops say.</summary>
internal static class Derivatives
{
    /// <summary>Where it is not known better, differences of a reference are taken over this.</summary>
    private const double Step = 1e-6;

    /// <summary>f' of x.</summary>
    internal static OpInfo Of(OpInfo op) => op with
    {
        Name = $"{op.Name}_derivative",
        Category = OpCategory.Arithmetic,
        Formula = op.Derivative,
        Derivative = $"derivative of {op.Derivative}",
        Needs = op.Needs == BackwardNeeds.None ? BackwardNeeds.None : BackwardNeeds.Input,
        Source = "dual numbers",
        Reference = (x, p) => (op.Reference(x + Step, p) - op.Reference(x - Step, p)) / (2 * Step),
        Kinks = [],
        MaxUlps = double.PositiveInfinity,
    };

    /// <summary>f' of y = f(x), written in y; its reference has no formula to come from.</summary>
    internal static OpInfo OfOutput(OpInfo op) => Of(op) with { Reference = static (_, _) => double.NaN };

    /// <summary>
    /// A partial derivative of f(a, b). Where it does not depend on an operand, nothing comes back to that one, even of an
    /// infinite gradient.
    /// </summary>
    internal static BinaryOpInfo PartialOf(BinaryOpInfo op, bool byA) => op with
    {
        Name = $"{op.Name}_derivative_by_{(byA ? 'a' : 'b')}",
        Category = OpCategory.Arithmetic,
        Formula = op.Derivative,
        Derivative = $"derivatives of {op.Derivative}",
        Needs = op.Needs == BackwardNeeds.None ? BackwardNeeds.None : BackwardNeeds.Input,
        Source = "dual numbers",
        SelectsA = true,
        SelectsB = true,
        Reference = byA
            ? (a, b, p) => (op.Reference(a + Step, b, p) - op.Reference(a - Step, b, p)) / (2 * Step)
            : (a, b, p) => (op.Reference(a, b + Step, p) - op.Reference(a, b - Step, p)) / (2 * Step),
        MaxUlps = double.PositiveInfinity,
    };
}
