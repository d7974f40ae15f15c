// Lesson 2: regression with ReLU. A hidden layer of ReLUs bends a straight line into sin(x); the output stays linear, because a ReLU
// there could never give a negative number. The derivative of ReLU at 0 is taken as 0.
using GpuNet.Kernels;
using GpuNet.Models;

namespace GpuNet.Examples;

public static class ReluRegression
{
    /// <returns>The mean squared error after training; a straight line cannot get below 0.19.</returns>
    public static double Run(TextWriter output)
    {
        const int Points = 128;
        float[] inputs = new float[Points], targets = new float[Points];
        for (int i = 0; i < Points; i++)
        {
            inputs[i] = MathF.PI * ((2f * i / (Points - 1)) - 1);
            targets[i] = MathF.Sin(inputs[i]);
        }

        var x = Tensor.From<float>(inputs, [Points, 1]);
        var y = Tensor.From<float>(targets, [Points, 1]);
        var random = new Generator(seed: 2);
        var model = new Sequential(
            new Linear(1, 32, random),
            new Activation<Relu>(),
            new Linear(32, 1, random, weightInitializer: Initializer.HeNormal()));
        var loss = new MeanSquaredErrorLoss();
        var optimizer = new Adam(model.Parameters, learningRate: 0.01);
        double last = 0;
        for (int step = 0; step <= 600; step++)
        {
            using (Tape.Scope())
            {
                optimizer.ZeroGrad();
                var error = loss.Forward(model.Forward(x), y);
                error.Backward();
                optimizer.Step();
                last = error.Item();
                if (step % 100 == 0)
                    output.WriteLine($"step {step}  mean squared error {last:F5}");
            }
        }

        return last;
    }
}
