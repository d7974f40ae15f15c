using System.Globalization;
using System.Text;

namespace GpuNet.Models;

/// <summary>
/// A model layer by layer: shapes, parameters, floating-point operations and memory. As Keras' <c>model.summary()</c> or torchinfo.
/// </summary>
/// <example><code>
/// Console.WriteLine(ModelSummary.Of(model, [128, 784], optimizer));
/// </code></example>
public sealed class ModelSummary
{
    private ModelSummary(IReadOnlyList<LayerSummary> layers, Module model, Optimizer? optimizer)
    {
        Layers = layers;
        Tensor[] parameters = [.. model.Parameters.Distinct()];
        Parameters = parameters.Sum(parameter => (long)parameter.Count);
        ParameterBytes = parameters.Sum(BytesOf);
        GradientBytes = parameters.Where(parameter => parameter.RequiresGrad).Sum(BytesOf);
        OptimizerBytes = optimizer?.Groups.SelectMany(group => group.Updater.States).Sum(BytesOf) ?? 0;
        Operations = layers.Sum(layer => layer.Operations);
        ActivationBytes = layers.Sum(layer => layer.ActivationBytes);
    }

    /// <summary>
    /// The layers, in the order in which they ran, each as often as it ran; a module that holds others comes after its parts.
    /// </summary>
    public IReadOnlyList<LayerSummary> Layers { get; }

    /// <summary>Numbers to be trained, frozen ones among them; those that layers share count once.</summary>
    public long Parameters { get; }

    /// <summary>Floating-point operations of a forward pass; a training step takes about three times as many.</summary>
    public long Operations { get; }

    /// <summary>Memory of the parameters.</summary>
    public long ParameterBytes { get; }

    /// <summary>Memory of their gradients; frozen ones have none.</summary>
    public long GradientBytes { get; }

    /// <summary>Memory of what the optimizer keeps for them; 0 if none was given.</summary>
    public long OptimizerBytes { get; }

    /// <summary>Memory of all layers' outputs. A training step keeps fewer where it fuses layers.</summary>
    public long ActivationBytes { get; }

    /// <summary>All of it.</summary>
    public long TotalBytes => ParameterBytes + GradientBytes + OptimizerBytes + ActivationBytes;

    /// <summary>Runs a model once on zeros, as in use, and notes what its layers do.</summary>
    /// <param name="model">The model.</param>
    /// <param name="inputShape">A batch: <c>[128, 784]</c>.</param>
    /// <param name="optimizer">Whose states to count, if any.</param>
    /// <param name="inputType">The input's element type; <see cref="DType.Int32"/> for an <see cref="Embedding"/>.</param>
    /// <exception cref="ShapeMismatchException">The model does not take such an input.</exception>
    public static ModelSummary Of(
        Module model, Shape inputShape, Optimizer? optimizer = null, DType inputType = DType.Float32)
    {
        ArgumentNullException.ThrowIfNull(model);
        var layers = new List<LayerSummary>();
        var hooks = model.NamedParts.DistinctBy(part => part.Module).Select(part => part.Module.RegisterForwardHook((module, input, output) =>
        {
            layers.Add(Describe(part.Name, module, input, output));
            return null;
        })).ToList();
        Module[] inTraining = [.. model.WithParts.Where(part => part.IsTraining)];
        model.Evaluate();
        try
        {
            using var noGrad = Tape.NoGrad();
            using var scope = Tape.Scope();
            var device = model.Parameters.FirstOrDefault()?.Device;
            model.Forward(Tensor.Zeros(inputShape, inputType, device));
        }
        finally
        {
            hooks.ForEach(hook => hook.Dispose());
            Array.ForEach(inTraining, part => part.IsTraining = true);
        }

        return new ModelSummary(layers, model, optimizer);
    }

    /// <summary>The summary as a table.</summary>
    public override string ToString()
    {
        List<string[]> rows = [["Layer", "Type", "Output", "Parameters", "FLOPs", "Output memory"]];
        rows.AddRange(Layers.Select(layer => new[]
        {
            layer.Name, layer.Type, layer.OutputShape.ToString(), Number(layer.Parameters), Number(layer.Operations),
            Bytes(layer.ActivationBytes),
        }));
        rows.Add(["", "Total", "", Number(Parameters), Number(Operations), Bytes(ActivationBytes)]);
        int[] widths = [.. Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length))];
        var text = new StringBuilder();
        for (int i = 0; i < rows.Count; i++)
        {
            if (i == 1 || i == rows.Count - 1)
                text.AppendLine(new string('-', widths.Sum() + 2 * (widths.Length - 1)));
            text.AppendLine(string.Join("  ", rows[i].Select((cell, column) => column < 3
                ? cell.PadRight(widths[column])
                : cell.PadLeft(widths[column]))).TrimEnd());
        }

        return text.Append(CultureInfo.InvariantCulture,
            $"Memory: parameters {Bytes(ParameterBytes)}, gradients {Bytes(GradientBytes)}, optimizer {Bytes(OptimizerBytes)}, "
            + $"outputs {Bytes(ActivationBytes)}; {Bytes(TotalBytes)} in all.").ToString();
    }

    private static LayerSummary Describe(string name, Module module, Tensor input, Tensor output)
    {
        Tensor[] own = [.. module.OwnParameters];
        bool isInput = ReferenceEquals(input, output) || module is Flatten;
        bool isPartsOutput = module.HasParts && module is not (Residual or Concat);
        return new LayerSummary(
            name,
            TypeName(module.GetType()),
            input.Shape,
            output.Shape,
            own.Sum(parameter => (long)parameter.Count),
            isInput ? 0 : module.CountOperations(input.Shape, output.Shape),
            own.Sum(BytesOf),
            isInput || isPartsOutput ? 0 : BytesOf(output));
    }

    private static string TypeName(Type type) => type.IsGenericType
        ? $"{type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]}<{string.Join(", ", type.GetGenericArguments().Select(TypeName))}>"
        : type.Name;

    private static long BytesOf(Tensor tensor) => (long)tensor.Count * tensor.DType.Size();

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Bytes(long bytes) => bytes switch
    {
        >= 1L << 30 => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1L << 30):F2} GiB"),
        >= 1L << 20 => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1L << 20):F2} MiB"),
        >= 1L << 10 => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1L << 10):F2} KiB"),
        _ => $"{bytes} B",
    };
}
