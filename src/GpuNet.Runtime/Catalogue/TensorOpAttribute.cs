namespace GpuNet;

/// <summary>
/// Says of a method that makes tensors what it computes: enough to list it in the catalogue, and to hold it to PyTorch
/// in the tests. One overload of each op carries it.
/// </summary>
/// <param name="name">Lower-case name with underscores, unique among tensor ops.</param>
/// <param name="formula">What is computed, as text.</param>
/// <param name="gradient">How gradients flow back, as text; "none" where there are none.</param>
/// <param name="source">The same in PyTorch, or where else the conventions come from.</param>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property)]
public sealed class TensorOpAttribute(string name, string formula, string gradient, string source) : Attribute
{
    /// <summary>The op's name in the catalogue.</summary>
    public string Name => name;

    /// <summary>What is computed.</summary>
    public string Formula => formula;

    /// <summary>How gradients flow back.</summary>
    public string Gradient => gradient;

    /// <summary>The same in PyTorch, or where else the conventions come from.</summary>
    public string Source => source;

    /// <summary>Whether gradients flow through the op.</summary>
    public bool IsDifferentiable => gradient != "none";

    /// <summary>
    /// Whether the gradient depends on the inputs, and so has derivatives by them. Of the others it is linear in what
    /// flows in, and gradients of gradients flow to that alone.
    /// </summary>
    public bool HasSecondDerivatives { get; init; }
}
