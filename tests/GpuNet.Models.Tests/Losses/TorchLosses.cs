using GpuNet.TestKit;

namespace GpuNet.Models.Tests.Losses;

/// <summary>The stored inputs, losses and gradients (make_losses.py), of two sets: "ordinary" and "edges".</summary>
internal static class TorchLosses
{
    public const int Columns = 11;

    private static readonly Lazy<NumPyArchive> Stored =
        new(() => new NumPyArchive(Path.Combine(AppContext.BaseDirectory, "Losses", "Fixtures", "losses.npz")));

    public static bool Has(string key) => Stored.Value.Names.Contains(key);

    public static double[] Numbers(string key) => Stored.Value[key][0];

    /// <summary>An input, [rows, 11], or [rows] of numbers or labels.</summary>
    /// <param name="set">Which set.</param>
    /// <param name="name">The input's name.</param>
    /// <param name="rows">Which rows; all by default.</param>
    public static Tensor Input(string set, string name, Range? rows = null)
    {
        var values = Numbers($"{set}.{name}");
        var width = name is "labels" or "ignoring" or "row_signs" or "weights" ? 1 : Columns;
        if (rows is { } some) values = values[(some.Start.Value * width)..(some.End.Value * width)];
        return name is "labels" or "ignoring" ? Tensor.From<int>(Array.ConvertAll(values, value => (int)value), Device.Cpu)
            : width == 1 ? Tensor.From<double>(values, Device.Cpu)
            : Tensor.From<double>(values, [values.Length / Columns, Columns], Device.Cpu);
    }
}
