namespace GpuNet.Models.Persistence;

/// <summary>One item of a model's state and how it goes to and comes from a checkpoint.</summary>
/// <param name="Name">Its name in the checkpoint.</param>
/// <param name="Shape">Its dimensions.</param>
/// <param name="Save">Reads the item's value.</param>
/// <param name="Load">
/// Reads the value from a file and returns what puts it in place, so that a file can be read whole before anything changes.
/// </param>
internal sealed record StateEntry(
    string Name,
    long[] Shape,
    Func<string, SafetensorsTensor> Save,
    Func<SafetensorsFile, string, Action> Load)
{
    /// <summary>What stands in for a value that a file of before there was one lacks; null if files must hold it.</summary>
    public Action? Missing { get; init; }

    public string ShapeText => $"[{string.Join(", ", Shape)}]";

    /// <summary>The entry as part of something larger.</summary>
    public StateEntry In(string owner) => this with { Name = $"{owner}.{Name}" };

    /// <summary>A tensor; one of singles loads from any floating-point type, others from their own.</summary>
    public static StateEntry Of(string name, Tensor tensor)
    {
        long[] shape = Array.ConvertAll(tensor.Shape.ToArray(), extent => (long)extent);
        return new StateEntry(
            name,
            shape,
            savedName => SafetensorsTensor.Create(savedName, tensor),
            (file, savedName) =>
            {
                if (tensor.DType != DType.Float32)
                    return ReadInto(tensor, file, savedName);
                float[] values = file.ReadSingles(savedName);
                return () => tensor.CopyFrom<float>(values);
            });
    }

    /// <summary>A whole number.</summary>
    public static StateEntry Of(string name, Func<long> get, Action<long> set) =>
        Of(name, [], () => [get()], values => set(values[0]));

    /// <summary>Whole numbers.</summary>
    public static StateEntry Of(string name, long[] shape, Func<long[]> get, Action<long[]> set) => new(
        name,
        shape,
        savedName => SafetensorsTensor.Create(savedName, shape, get()),
        (file, savedName) =>
        {
            long[] values = file.ReadInt64s(savedName);
            return () => set(values);
        });

    /// <summary>A number.</summary>
    public static StateEntry Of(string name, Func<double> get, Action<double> set) => new(
        name,
        [],
        savedName => SafetensorsTensor.Create(savedName, [], [get()]),
        (file, savedName) =>
        {
            double value = file.ReadDoubles(savedName)[0];
            return () => set(value);
        });

    private static Action ReadInto(Tensor tensor, SafetensorsFile file, string name)
    {
        var type = SafetensorsElements.TypeOf(tensor.DType);
        if (file[name].DType != type)
        {
            throw new CheckpointFormatException(
                file.Path, $"tensor '{name}' is {file[name].DType.FormatName()}, the model needs {type.FormatName()}");
        }

        var values = file.ReadTensor(name, tensor.Device);
        return () => tensor.CopyFrom(values);
    }
}
