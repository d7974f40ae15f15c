namespace GpuNet.Models;

/// <summary>A layer in a <see cref="ModelSummary"/>.</summary>
/// <param name="Name">Its path in the model, as in a checkpoint: <c>2</c>, <c>3.inner</c>; the first, where it has several.</param>
/// <param name="Type">Its class.</param>
/// <param name="InputShape">The input's shape.</param>
/// <param name="OutputShape">The output's shape.</param>
/// <param name="Parameters">Numbers to be trained that are its own.</param>
/// <param name="Operations">Floating-point operations of a forward pass, see <see cref="Module.CountOperations"/>.</param>
/// <param name="ParameterBytes">Memory of its parameters.</param>
/// <param name="ActivationBytes">Memory of its output; 0 where the output is the input's own memory, or a part's.</param>
public sealed record LayerSummary(
    string Name,
    string Type,
    Shape InputShape,
    Shape OutputShape,
    long Parameters,
    long Operations,
    long ParameterBytes,
    long ActivationBytes);
