// Lesson 7: two ways in which training breaks. A step that is too long can push a ReLU to where it is 0 for every input: its gradient is 0
// there, too, so it never comes back. And where each layer makes the gradient longer, 20 of them make it explode; clipping its norm tames it.
using GpuNet.Kernels;
using GpuNet.Models;

namespace GpuNet.Examples;

public static class DeadRelusAndClipping
{
    private const int Inputs = 16;

    /// <returns>Dead units of 128 after careful and after careless steps; the loss before training, after it, and after it with clipping.</returns>
    public static (int Careful, int Careless, double Before, double Unclipped, double Clipped) Run(TextWriter output)
    {
        var (careful, careless) = (DeadUnits(learningRate: 0.05), DeadUnits(learningRate: 0.5));
        output.WriteLine($"dead ReLUs of 128: {careful} at a learning rate of 0.05, {careless} at 0.5");
        var (before, unclipped, clipped) = (DeepLoss(steps: 0, []), DeepLoss(200, []), DeepLoss(200, [new ClipByGlobalNorm(1)]));
        output.WriteLine($"20 layers with exploding gradients: loss {before:F0}, then {unclipped} without clipping, {clipped:F1} with it");
        return (careful, careless, before, unclipped, clipped);
    }

    private static int DeadUnits(double learningRate)
    {
        var random = new Generator(seed: 7);
        var hidden = new Sequential(new Linear(Inputs, 128, random), new Activation<Relu>());
        var model = new Sequential(hidden, new Linear(128, 1, random));
        Train(model, random, new Sgd(model.Parameters, learningRate), steps: 20);
        using var noGrad = Tape.NoGrad();
        float[] largest = hidden.Forward(random.Uniform([4096, Inputs])).Max(axis: 0).ToArray();
        return largest.Count(value => value == 0);
    }

    private static double DeepLoss(int steps, GradientTransform[] transforms)
    {
        var random = new Generator(seed: 8);
        var wide = Initializer.Normal(deviation: 1.5 * Math.Sqrt(2.0 / Inputs)); // He's times 1.5: 3,300 after 20 layers
        var layers = Enumerable.Range(0, 20).SelectMany<int, Module>(_ =>
            [new Linear(Inputs, Inputs, random, weightInitializer: wide), new Activation<Relu>()]);
        var model = new Sequential([.. layers, new Linear(Inputs, 1, random)]);
        var optimizer = new Sgd(model.Parameters, learningRate: 0.01) { GradientTransforms = transforms };
        return Train(model, random, optimizer, steps);
    }

    private static double Train(Module model, Generator random, Optimizer optimizer, int steps)
    {
        var x = random.Uniform([256, Inputs]);
        var y = x.Sum(axis: 1, keepDimension: true).Sin();
        for (int step = 0; ; step++)
        {
            using var scope = Tape.Scope();
            optimizer.ZeroGrad();
            var loss = new MeanSquaredErrorLoss().Forward(model.Forward(x), y);
            if (step == steps)
                return loss.Item();
            loss.Backward();
            optimizer.Step();
        }
    }
}
