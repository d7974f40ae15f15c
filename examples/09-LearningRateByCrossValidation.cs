// Lesson 9: choosing a learning rate by K-fold cross-validation. Too small a rate has not arrived when the epochs are over, too large a
// one jumps about. Each candidate is trained five times, each time tested on another fifth of the rows, and the one with the best mean
// wins. The final test rows take no part in the choice: an accuracy that was chosen for being high says too much.
using GpuNet.Kernels;
using GpuNet.Models;
using GpuNet.Models.Data;

namespace GpuNet.Examples;

public static class LearningRateByCrossValidation
{
    private const int Folds = 5;
    private const int Epochs = 8;

    /// <returns>Mean accuracies over the folds by learning rate, the chosen rate, and its accuracy on rows that had no part in it.</returns>
    public static (IReadOnlyDictionary<double, double> Means, double Chosen, double TestAccuracy) Run(TextWriter output)
    {
        var digits = FeatureScaling.Uniform(1 / Digits.MaxPixel).Apply(Digits.Load());
        var (known, unseen) = Split.Stratified(digits, testFraction: 0.2, seed: 9);
        var folds = Split.KFold(known, Folds, seed: 9);
        var means = new Dictionary<double, double>();
        foreach (double rate in new[] { 0.001, 0.01, 0.1, 1, 10 })
        {
            double[] accuracies = [.. folds.Select(fold => Fit(fold, rate))];
            means[rate] = accuracies.Average();
            double deviation = Math.Sqrt(accuracies.Sum(a => (a - means[rate]) * (a - means[rate])) / (Folds - 1));
            output.WriteLine($"rate {rate,-5}  accuracy {means[rate]:F3} +- {deviation:F3} over {Folds} folds");
        }

        double chosen = means.MaxBy(mean => mean.Value).Key;
        double test = Fit(new Split(known, unseen), chosen);
        output.WriteLine($"chosen: {chosen}; trained on all folds, its accuracy on unseen rows is {test:F3}");
        return (means, chosen, test);
    }

    /// <summary>Trains on the one part and gives the accuracy on the other.</summary>
    private static double Fit(Split split, double rate)
    {
        var random = new Generator(seed: 9);
        var model = new Sequential(new Linear(64, 32, random), new Activation<Relu>(), new Linear(32, 10, random));
        var trainer = new Trainer(model, new CrossEntropyLoss(), new Sgd(model.Parameters, rate));
        var train = new DataLoader(split.Train, batchSize: 32, shuffle: true, seed: 9);
        var test = new DataLoader(split.Test, batchSize: 512);
        return trainer.Fit(train, test, Epochs)[^1].TestAccuracy!.Value;
    }
}
