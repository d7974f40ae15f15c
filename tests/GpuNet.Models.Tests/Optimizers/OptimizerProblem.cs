using System.Runtime.InteropServices;
using GpuNet.Models.Persistence;

namespace GpuNet.Models.Tests.Optimizers;

/// <summary>
/// What the trajectories of make_optimizer_trajectories.py descend on: a quadratic, or a small network, with the same numbers.
/// </summary>
internal sealed class OptimizerProblem
{
    private readonly Func<Tensor> _loss;

    private OptimizerProblem(Tensor[] parameters, Func<Tensor> loss)
    {
        Parameters = parameters;
        _loss = loss;
        foreach (var parameter in parameters)
            parameter.Keep().RequiresGrad = true;
    }

    /// <summary>The problems of every optimizer; there is also "ridge", the network with a penalty.</summary>
    public static IReadOnlyList<string> Names { get; } = ["quadratic", "network"];

    public Tensor[] Parameters { get; }

    /// <summary>The parameters end to end.</summary>
    public double[] Point
    {
        get => [.. Parameters.SelectMany(Read)];
        set
        {
            int start = 0;
            foreach (var parameter in Parameters)
                {
                parameter.CopyFrom<double>(value.AsSpan(start, parameter.Count));
                start += parameter.Count;
            }
        }
    }

    public static string Trajectories { get; } =
        Path.Combine(AppContext.BaseDirectory, "Optimizers", "Fixtures", "optimizer_trajectories.safetensors");

    public static OptimizerProblem Create(string name, Device device, DType dtype)
    {
        using var file = SafetensorsFile.Open(Trajectories);
        if (name == "quadratic")
        {
            var (a, centre) = (Load("a"), Load("centre"));
            var p = Load("start");
            return new([p], () => a.MatMul(p - centre).Square().Sum() * 0.5f);
        }

        var (inputs, targets) = (Load("inputs"), Load("targets"));
        Tensor[] w = [Load("w1"), Load("b1"), Load("w2"), Load("b2")];
        return new(w, () => name == "network" ? Network() : w.Aggregate(Network(), (sum, p) => sum + p.Square().Sum() * (1f / 128)));

        Tensor Network() => Functional.MeanSquaredError(
            Functional.Linear(Functional.Linear(inputs, w[0], w[1]).Tanh(), w[2], w[3]), targets);

        Tensor Load(string key)
        {
            Shape shape = Shape.Create([.. file[key].Shape.Select(extent => (int)extent)]);
            double[] values = ReadDoubles(file, key);
            return (dtype == DType.Float64
                ? Tensor.From<double>(values, shape, device)
                : Tensor.From<float>(Array.ConvertAll(values, value => (float)value), shape, device)).Keep();
        }
    }

    public static double[] ReadDoubles(SafetensorsFile file, string key) =>
        MemoryMarshal.Cast<byte, double>(file.ReadBytes(key)).ToArray();

    public Tensor Loss() => _loss();

    private static double[] Read(Tensor tensor) => tensor.DType == DType.Float64
        ? tensor.ToArray<double>()
        : Array.ConvertAll(tensor.ToArray(), value => (double)value);
}
