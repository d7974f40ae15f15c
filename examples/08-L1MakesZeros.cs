// Lesson 8: L1 makes weights exactly zero, L2 only makes them small. Of 20 inputs 3 matter. The slope of lambda w^2/2 fades with w, so L2
// stops pulling before 0; that of lambda |w| stays lambda, so L1 pulls all the way. Added to the loss, though, it overshoots: a step of
// rate * lambda crosses 0 and the next one crosses back. Soft thresholding (ProximalL1) is the exact step: what would cross 0 becomes 0.
using GpuNet.Models;

namespace GpuNet.Examples;

public static class L1MakesZeros
{
    private const int Rows = 400;
    private const int Inputs = 20;
    private const double Lambda = 0.1;

    /// <returns>How many of 20 weights are exactly 0: L2, L1 as a term of the loss, L1 by proximal steps.</returns>
    public static (int L2, int L1Term, int L1Proximal) Run(TextWriter output)
    {
        float[] l2 = Fit([new L2Regularizer(Lambda)], []);
        float[] term = Fit([new L1Regularizer(Lambda)], []);
        float[] proximal = Fit([], [new ProximalL1(Lambda)]);
        foreach (var (name, weights) in new[] { ("L2", l2), ("L1 in the loss", term), ("L1 proximal", proximal) })
            output.WriteLine($"{name,-15} {Zeros(weights),2} of 20 weights are 0; the others' mean |w| is {Rest(weights):F4}; "
                + $"those that matter: {weights[0]:F2} {weights[1]:F2} {weights[2]:F2}");
        return (Zeros(l2), Zeros(term), Zeros(proximal));
    }

    private static int Zeros(float[] weights) => weights.Count(weight => weight == 0);

    /// <summary>The mean magnitude of weights of inputs that do not matter, those that are 0 left out.</summary>
    private static double Rest(float[] weights) =>
        weights[3..].Where(weight => weight != 0).Select(Math.Abs).DefaultIfEmpty().Average();

    private static float[] Fit(Regularizer[] penalties, WeightConstraint[] constraints)
    {
        var random = new Generator(seed: 8);
        var x = random.Normal([Rows, Inputs]);
        var truth = Tensor.From<float>([2, -1, 0.5f, .. new float[Inputs - 3]], [1, Inputs]);
        var y = x.MatMul(truth, transposeOther: true) + random.Normal([Rows, 1], deviation: 0.5);
        var model = new Linear(Inputs, 1, random);
        var optimizer = new Sgd(model.Parameters, learningRate: 0.05);
        optimizer.Groups[0].Constraints = constraints;
        for (int step = 0; step < 500; step++)
        {
            using var scope = Tape.Scope();
            optimizer.ZeroGrad();
            var loss = new MeanSquaredErrorLoss().Forward(model.Forward(x), y) * 0.5f;
            foreach (var penalty in penalties)
                loss += penalty.Penalty(model);
            loss.Backward();
            optimizer.Step();
        }

        return model.Weight.ToArray();
    }
}
