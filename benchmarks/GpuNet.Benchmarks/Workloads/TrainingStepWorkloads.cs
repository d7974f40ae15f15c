using GpuNet.Models;

namespace GpuNet.Benchmarks.Workloads;

/// <summary>
/// Whole training steps (forward, backward, update) on one batch, of three networks: a is a usual small MLP, b is large, with
/// batch normalization and dropout, and c is so small that only overhead counts.
/// </summary>
public static class TrainingStepWorkloads
{
    /// <summary>Network a: 784-512-256-10, ReLU.</summary>
    public static MultilayerPerceptron NetA { get; } = new(784, [512, 256], 10);

    private static readonly MultilayerPerceptron NetB = new(784, [2048, 2048], 10) { BatchNorm = true, Dropout = 0.5 };
    private static readonly MultilayerPerceptron NetC = new(64, [32], 10);

    /// <summary>The three steps.</summary>
    public static IEnumerable<Workload> Create(int limit = WorkloadCatalog.Unlimited)
    {
        yield return Of("step/a", NetA, batch: 128, limit, model => new Adam(model.Parameters, learningRate: 1e-3));
        yield return Of("step/b", NetB, batch: 512, limit, model => new Sgd(model.Parameters, learningRate: 1e-2, momentum: 0.9));
        yield return Of("step/c", NetC, batch: 32, limit, model => new Adam(model.Parameters, learningRate: 1e-3));
    }

    private static Workload Of(string name, MultilayerPerceptron net, int batch, int limit, Func<Module, Optimizer> optimize)
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
            return () =>
            {
                using (Tape.Scope())
                {
                    optimizer.ZeroGrad();
                    loss.Forward(model.Forward(x), labels).Backward();
                    optimizer.Step();
                }
            };
        });
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
