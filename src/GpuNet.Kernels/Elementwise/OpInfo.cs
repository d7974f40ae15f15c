namespace GpuNet.Kernels;

/// <summary>
/// What the backward pass of an op reads besides the incoming gradient; whatever is absent need not be kept.
/// </summary>
[Flags]
public enum BackwardNeeds
{
    /// <summary>Neither: the derivative is a constant of the op.</summary>
    None = 0,

    /// <summary>The forward pass's input (of a binary op: both operands).</summary>
    Input = 1,

    /// <summary>The forward pass's output.</summary>
    Output = 2,
}

/// <summary>
/// What an op is for; lists (activations on the command line, arithmetic on tensors) are made from it.
/// </summary>
public enum OpCategory
{
    /// <summary>A nonlinearity between layers.</summary>
    Activation,

    /// <summary>A nonlinearity that makes one of the two halves of a row by the other.</summary>
    Gate,

    /// <summary>Tensor arithmetic.</summary>
    Arithmetic,

    /// <summary>A penalty per weight; its sum is added to the loss.</summary>
    Regularizer,

    /// <summary>A loss per element of prediction and target; its mean or sum is minimized.</summary>
    Loss,
}

/// <summary>A parameter of an op: a field of its struct, in the order of the constructor.</summary>
/// <param name="Name">Name, as in the op's constructor.</param>
/// <param name="Default">The field's usual default.</param>
/// <param name="Description">One line for help texts.</param>
public sealed record OpParameter(string Name, double Default, string Description);

/// <summary>
/// What is to be known about an op without running it. Tests, help texts and tables are made from it, so an op that
/// states it is tested and documented.
/// </summary>
/// <param name="Name">Lower-case name with underscores, unique in the assembly: <c>leaky_relu</c>.</param>
/// <param name="Category">What the op is for.</param>
/// <param name="Formula">The forward formula as text.</param>
/// <param name="Derivative">The derivative as text.</param>
/// <param name="Needs">What the derivative reads.</param>
/// <param name="Source">Where formula and conventions come from.</param>
public sealed record OpInfo(
    string Name, OpCategory Category, string Formula, string Derivative, BackwardNeeds Needs, string Source)
{
    /// <summary>The op's parameters, in constructor order.</summary>
    public IReadOnlyList<OpParameter> Parameters { get; init; } = [];

    /// <summary>
    /// The op in double precision, written with System.Math and not with the op's own code: (x, parameters) to y.
    /// </summary>
    public required Func<double, IReadOnlyList<double>, double> Reference { get; init; }

    /// <summary>
    /// Whether the derivative reads nothing of the output but its sign (or that it is NaN): then it may read the output
    /// times any positive number instead, as dropout leaves it.
    /// </summary>
    public bool ReadsOutputSign { get; init; }

    /// <summary>Inputs at which the derivative jumps, with the value taken there for default parameters.</summary>
    public IReadOnlyList<Kink> Kinks { get; init; } = [];

    /// <summary>The interval sample inputs are drawn from; inside it forward and derivative are finite.</summary>
    public (double Low, double High) Domain { get; init; } = (-8, 8);

    /// <summary>
    /// Largest error of the portable float version against the reference, in units in the last place.
    /// </summary>
    public double MaxUlps { get; init; } = 4;
}

/// <summary>A point where the derivative jumps.</summary>
/// <param name="At">The input.</param>
/// <param name="Derivative">The derivative taken there (default parameters).</param>
/// <param name="Source">Whose convention that is.</param>
public sealed record Kink(double At, double Derivative, string Source);
