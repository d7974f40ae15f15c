// Lesson 4: a classifier with a sigmoid hidden layer and an L2 penalty, on two rings of points.
// The penalty is lambda/2 sum(w^2), so its gradient is lambda w: each step shrinks the weights a little. Biases are not penalized.
using GpuNet.Kernels;
using GpuNet.Models;

namespace GpuNet.Examples;

public static class SigmoidClassifierWithL2
{
    /// <returns>Accuracy and sum of squared weights, without the penalty and with it.</returns>
    public static ((double Accuracy, double Weights) Without, (double Accuracy, double Weights) With) Run(TextWriter output)
    {
        var without = Train(lambda: 0);
        var with = Train(lambda: 0.002);
        output.WriteLine($"without penalty: accuracy {without.Accuracy:F3}, sum of squared weights {without.Weights:F1}");
        output.WriteLine($"with penalty:    accuracy {with.Accuracy:F3}, sum of squared weights {with.Weights:F1}");
        return (without, with);
    }

    private static (double Accuracy, double Weights) Train(double lambda)
    {
        const int Points = 200;
        float[] inputs = new float[2 * Points], labels = new float[Points];
        for (int i = 0; i < Points; i++)
        {
            (float sin, float cos) = MathF.SinCos(2.4f * i);
            labels[i] = i % 2;
            (inputs[2 * i], inputs[(2 * i) + 1]) = ((1 + labels[i]) * cos, (1 + labels[i]) * sin);
        }

        var x = Tensor.From<float>(inputs, [Points, 2]);
        var y = Tensor.From<float>(labels, [Points, 1]);
        var random = new Generator(seed: 4);
        var model = new Sequential(new Linear(2, 8, random), new Activation<Sigmoid>(), new Linear(8, 1, random));
        var loss = new BinaryCrossEntropyWithLogitsLoss();
        var penalty = new L2Regularizer(lambda);
        var optimizer = new Adam(model.Parameters, learningRate: 0.05);
        for (int step = 0; step < 400; step++)
        {
            using (Tape.Scope())
            {
                optimizer.ZeroGrad();
                (loss.Forward(model.Forward(x), y) + penalty.Penalty(model)).Backward();
                optimizer.Step();
            }
        }

        using (Tape.NoGrad())
        {
            float[] logits = model.Forward(x).ToArray();
            int right = logits.Zip(labels).Count(pair => pair.First > 0 == pair.Second > 0.5f);
            return ((double)right / Points, new L2Regularizer(2).Penalty(model).Item());
        }
    }
}
