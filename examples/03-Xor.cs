// Lesson 3: XOR by a 2-4-1 network. No straight line parts {00, 11} from {01, 10}; four hidden units do.
using GpuNet.Kernels;
using GpuNet.Models;

namespace GpuNet.Examples;

public static class Xor
{
    /// <returns>The probability of a 1 for 00, 01, 10, 11.</returns>
    public static float[] Run(TextWriter output)
    {
        var x = Tensor.From<float>([0, 0, 0, 1, 1, 0, 1, 1], [4, 2]);
        var y = Tensor.From<float>([0, 1, 1, 0], [4, 1]);
        var random = new Generator(seed: 3);
        var model = new Sequential(
            new Linear(2, 4, random, weightInitializer: Initializer.XavierUniform()),
            new Activation<Tanh>(),
            new Linear(4, 1, random, weightInitializer: Initializer.XavierUniform()));
        var loss = new BinaryCrossEntropyWithLogitsLoss();
        var optimizer = new Adam(model.Parameters, learningRate: 0.05);
        for (int step = 0; step <= 400; step++)
        {
            using (Tape.Scope())
            {
                optimizer.ZeroGrad();
                var error = loss.Forward(model.Forward(x), y);
                error.Backward();
                optimizer.Step();
                if (step % 100 == 0)
                    output.WriteLine($"step {step}  loss {error.Item():F4}");
            }
        }

        using (Tape.NoGrad())
        {
            float[] probabilities = model.Forward(x).Sigmoid().ToArray();
            output.WriteLine($"p(1) of 00, 01, 10, 11: {string.Join(", ", probabilities.Select(p => $"{p:F3}"))}");
            return probabilities;
        }
    }
}
