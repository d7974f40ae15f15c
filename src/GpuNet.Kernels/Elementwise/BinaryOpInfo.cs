namespace GpuNet.Kernels;

/// <summary>What is to be known about a binary op without running it; see <see cref="OpInfo"/>.</summary>
/// <param name="Name">Lower-case name with underscores, unique in the assembly.</param>
/// <param name="Category">What the op is for.</param>
/// <param name="Formula">The forward formula as text.</param>
/// <param name="Derivative">Both partial derivatives as text, by a and by b.</param>
/// <param name="Needs">What the derivatives read: <see cref="BackwardNeeds.Input"/> stands for both operands.</param>
/// <param name="Source">Where formula and conventions come from.</param>
public sealed record BinaryOpInfo(
    string Name, OpCategory Category, string Formula, string Derivative, BackwardNeeds Needs, string Source)
{
    /// <summary>The op's parameters, in constructor order.</summary>
    public IReadOnlyList<OpParameter> Parameters { get; init; } = [];

    /// <summary>
    /// The op in double precision, written with System.Math and not with the op's own code: (a, b, parameters) to y.
    /// </summary>
    public required Func<double, double, IReadOnlyList<double>, double> Reference { get; init; }

    /// <summary>The interval sample operands a are drawn from.</summary>
    public (double Low, double High) DomainA { get; init; } = (-8, 8);

    /// <summary>The interval sample operands b are drawn from.</summary>
    public (double Low, double High) DomainB { get; init; } = (-8, 8);

    /// <summary>
    /// (a, b, parameters) to at most how far, in a or b, the nearest point lies at which the derivatives jump; null where
    /// they never do. Tests keep away from there.
    /// </summary>
    public Func<double, double, IReadOnlyList<double>, double>? DistanceToKink { get; init; }

    /// <summary>Whether the derivative by a chooses what gets through; see <see cref="IUnaryOp{TSelf}.Selects"/>.</summary>
    public bool SelectsA { get; init; }

    /// <summary>Whether the derivative by b chooses what gets through; see <see cref="IUnaryOp{TSelf}.Selects"/>.</summary>
    public bool SelectsB { get; init; }

    /// <summary>Whether b is a label, by which the op is not differentiated: its derivative by b is zero.</summary>
    public bool BIsLabel { get; init; }

    /// <summary>
    /// Largest error of the portable float version against the reference, in units in the last place of the larger of
    /// the result and, where operands cancel, the operands.
    /// </summary>
    public double MaxUlps { get; init; } = 1;
}
