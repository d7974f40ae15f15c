using GpuNet.Models;

namespace GpuNet.Benchmarks.Workloads;

/// <summary>
/// Whole training steps (forward, backward, update) on one batch, of three networks: a is a usual small MLP, b is large, with
/// batch normalization and dropout, and c is so small that only overhead counts. Steps are prepared, as in training by
/// <see cref="Trainer"/>; of c, the step's code is measured, too, and a hundred prepared steps that are waited for once.
/// </summary>
public static class TrainingStepWorkloads
{
    /// <summary>Network a: 784-512-256-10, ReLU.</summary>
    public static MultilayerPerceptron NetA { get; } = new(784, [512, 256], 10);

    private static readonly MultilayerPerceptron NetB = new(784, [2048, 2048], 10) { BatchNorm = true, Dropout = 0.5 };
    private static readonly MultilayerPerceptron NetC = new(64, [32], 10);

    private const int StepsInARow = 100;

    /// <summary>The three steps, and the smallest in other ways.</summary>
    public static IEnumerable<Workload> Create(int limit = WorkloadCatalog.Unlimited)
    {
        yield return ByAdam("step/a", NetA, batch: 128, limit);
        yield return Of("step/b", NetB, batch: 512, limit, ByMomentum, Prepared);
        yield return ByAdam("step/c", NetC, batch: 32, limit);
        yield return Of("step/c/code", NetC, batch: 32, limit, MakeAdam, Code);
        yield return Of($"step/c/{StepsInARow}", NetC, batch: 32, limit, MakeAdam, InARow) with { Amount = default };

        static Optimizer ByMomentum(Module model) => new Sgd(model.Parameters, learningRate: 1e-2, momentum: 0.9);
    }

    /// <summary>A prepared step of a network by Adam.</summary>
    internal static Workload ByAdam(
        string name, MultilayerPerceptron net, int batch, int limit, Precision precision = Precision.Float32) =>
        Of(name, net, batch, limit, MakeAdam, (device, step) => Prepared(device, () =>
        {
            using (Autocast.To(precision))
                step();
        }));

    private static Adam MakeAdam(Module model) => new(model.Parameters, learningRate: 1e-3);

    private static Workload Of(
        string name,
        MultilayerPerceptron net,
        int batch,
        int limit,
        Func<Module, Optimizer> optimize,
        Func<Device, Action, Action> repeat)
    {
        net = net with { Inputs = Math.Min(net.Inputs, limit), Hidden = [.. net.Hidden.Select(width => Math.Min(width, limit))] };
        batch = Math.Min(batch, limit);
        return new(name, new Amount(Operations: OperationsOf(net, batch)), device =>
        {
            var model = net.Build(new Generator(seed: 1), device);
            var optimizer = optimize(model);
            var loss = new CrossEntropyLoss();
            var x = Inputs.Normal([batch, net.Inputs], device);
            var labels = Tensor.From<int>(Inputs.Labels(batch, net.Outputs), device);
            return repeat(device, () =>
            {
                optimizer.ZeroGrad();
                loss.Forward(model.Forward(x), labels).Backward();
                optimizer.Step();
            });
        });
    }

    private static Action Prepared(Device device, Action step) => PreparedStep.Record(device, step).Run;

    private static Action Code(Device device, Action step) => () =>
    {
        using (Tape.Scope())
            step();
    };

    private static Action InARow(Device device, Action step)
    {
        var run = Prepared(device, step);
        return () =>
        {
            for (int i = 0; i < StepsInARow; i++)
                run();
        };
    }

    /// <summary>Of the matrix products: one forward and two backward, less the gradient of the input, which nobody asks for.</summary>
    private static double OperationsOf(MultilayerPerceptron net, int batch)
    {
        int[] widths = [net.Inputs, .. net.Hidden, net.Outputs];
        double products = 0;
        for (int layer = 1; layer < widths.Length; layer++)
            products += (layer == 1 ? 2.0 : 3.0) * widths[layer - 1] * widths[layer];
        return 2 * batch * products;
    }
}
