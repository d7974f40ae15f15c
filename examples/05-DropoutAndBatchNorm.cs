// Lesson 5: dropout and batch normalization on the handwritten digits.
// Dropout divides what it keeps by 1 - p in training, so that nothing is scaled in use. Batch normalization takes the variance around
// the batch's mean; in use, running statistics stand in for the batch's. Trainer switches between the two.
using GpuNet.Kernels;
using GpuNet.Models;
using GpuNet.Models.Data;

namespace GpuNet.Examples;

public static class DropoutAndBatchNorm
{
    /// <returns>The accuracy on held-out digits.</returns>
    public static double Run(TextWriter output)
    {
        var digits = Digits.Load();
        var split = Split.Stratified(FeatureScaling.Uniform(1 / Digits.MaxPixel).Apply(digits), testFraction: 0.2, seed: 0);
        var random = new Generator(seed: 5);
        var model = new Sequential(
            new Linear(Digits.PixelCount, 64, random, hasBias: false),
            new BatchNorm1d(64),
            new Activation<Relu>(),
            new Dropout(0.2, random),
            new Linear(64, 10, random));
        var trainer = new Trainer(model, new CrossEntropyLoss(), new Adam(model.Parameters, learningRate: 0.005));
        var train = new DataLoader(split.Train, batchSize: 64, shuffle: true, seed: 5);
        var test = new DataLoader(split.Test, batchSize: 256);
        var history = trainer.Fit(train, test, epochs: 10);
        foreach (var epoch in history)
            output.WriteLine($"epoch {epoch.Epoch}  loss {epoch.TrainLoss:F4}  test accuracy {epoch.TestAccuracy:F4}");
        return history[^1].TestAccuracy!.Value;
    }
}
