// Lesson 1: logistic regression, p(y = 1) = sigmoid(w x + b).
// The loss takes the logit w x + b, not the sigmoid of it: log(sigmoid(z)) of a large negative z would be log(0). Its derivative by
// the logit is p - y; the sigmoid's own derivative is in there already and must not be applied a second time.
using GpuNet.Models;

namespace GpuNet.Examples;

public static class LogisticRegression
{
    /// <returns>The share of points that end up on the right side.</returns>
    public static double Run(TextWriter output)
    {
        const int Points = 200;
        var random = new Generator(seed: 1);
        var x = random.Normal([Points, 2]);
        float[] coordinates = x.ToArray(), labels = new float[Points];
        for (int i = 0; i < Points; i++)
            labels[i] = 2 * coordinates[2 * i] - 3 * coordinates[(2 * i) + 1] + 1 > 0 ? 1 : 0;
        var y = Tensor.From<float>(labels, [Points, 1]);

        var model = new Linear(inputs: 2, outputs: 1, random);
        var loss = new BinaryCrossEntropyWithLogitsLoss();
        var optimizer = new Sgd(model.Parameters, learningRate: 1);
        for (int step = 0; step <= 300; step++)
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

        var (w, b) = (model.Weight.ToArray(), model.Bias!.Item());
        output.WriteLine($"boundary: {w[0] / b:F2} x1 + {w[1] / b:F2} x2 + 1 = 0 (true: 2 x1 - 3 x2 + 1 = 0)");
        using (Tape.NoGrad())
        {
            float[] probabilities = model.Forward(x).Sigmoid().ToArray();
            return probabilities.Zip(labels).Count(pair => pair.First > 0.5f == pair.Second > 0.5f) / (double)Points;
        }
    }
}
