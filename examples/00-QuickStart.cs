// Quick start: train a small network on the bundled digits, save it, load it, use it. The README shows what is between the marks.
using GpuNet.Kernels;
using GpuNet.Models;
using GpuNet.Models.Data;
using GpuNet.Models.Persistence;

namespace GpuNet.Examples;

public static class QuickStart
{
    /// <returns>The accuracy on held-out digits.</returns>
    public static double Run()
    {
        // README: begin
        var digits = FeatureScaling.Uniform(1 / Digits.MaxPixel).Apply(Digits.Load());
        var split = Split.Stratified(digits, testFraction: 0.2, seed: 1);

        var random = new Generator(seed: 1);
        var model = new Sequential(
            new Linear(64, 32, random),
            new Activation<Relu>(),
            new Linear(32, 10, random));

        var trainer = new Trainer(model, new CrossEntropyLoss(), new Adam(model.Parameters, learningRate: 0.01));
        var train = new DataLoader(split.Train, batchSize: 32, shuffle: true, seed: 1);
        var test = new DataLoader(split.Test, batchSize: 256);
        foreach (var epoch in trainer.Fit(train, test, epochs: 5))
            Console.WriteLine($"epoch {epoch.Epoch}: loss {epoch.TrainLoss:F4}, test accuracy {epoch.TestAccuracy:F4}");

        ModelFile.Save(model, "digits.safetensors"); // torch loads it, too
        ModelFile.Load(model, "digits.safetensors");
        model.Evaluate();
        using (Tape.NoGrad())
        {
            var image = Tensor.From(split.Test.Row(0), [1, 64]);
            var seen = model.Forward(image).ArgMax(axis: 1);
            Console.WriteLine($"a {split.Test.Labels[0]}, seen as a {seen.Item()}");
        }
        // README: end

        File.Delete("digits.safetensors");
        return Trainer.Evaluate(model, new CrossEntropyLoss(), test).Accuracy!.Value;
    }
}
