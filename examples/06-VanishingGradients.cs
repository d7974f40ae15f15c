// Lesson 6: why a deep network of sigmoids does not learn. Backwards each layer multiplies the gradient by its activation's slope, and a
// sigmoid's is at most 1/4: after 20 layers next to nothing is left. ReLU's is 1 where it is open.
using GpuNet.Kernels;
using GpuNet.Models;

namespace GpuNet.Examples;

public static class VanishingGradients
{
    private const int Layers = 20;
    private const int Width = 64;

    /// <returns>The norm of the first layer's gradient divided by that of the last hidden one's.</returns>
    public static (double Sigmoid, double Relu) Run(TextWriter output)
    {
        // Each with the initialization that was made for it.
        double[] sigmoid = GradientNorms(new Activation<Sigmoid>(), Initializer.XavierNormal());
        double[] relu = GradientNorms(new Activation<Relu>(), Initializer.HeNormal());
        output.WriteLine("layer  |gradient|, sigmoid   |gradient|, ReLU");
        for (int layer = 0; layer < Layers; layer++)
            output.WriteLine($"{layer + 1,5}  {sigmoid[layer],19:E2}  {relu[layer],17:E2}");
        return (sigmoid[0] / sigmoid[^1], relu[0] / relu[^1]);
    }

    private static double[] GradientNorms(Module activation, Initializer initializer)
    {
        const int Rows = 128, Classes = 10;
        var random = new Generator(seed: 6);
        var hidden = Enumerable.Range(0, Layers)
            .Select(_ => new Linear(Width, Width, random, weightInitializer: initializer)).ToArray();
        var model = new Sequential(
            [.. hidden.SelectMany(layer => new[] { layer, activation }), new Linear(Width, Classes, random)]);
        var labels = Tensor.From<int>([.. Enumerable.Range(0, Rows).Select(row => row % Classes)]);
        using var scope = Tape.Scope();
        new CrossEntropyLoss().Forward(model.Forward(random.Normal([Rows, Width])), labels).Backward();
        return [.. hidden.Select(layer => Math.Sqrt(layer.Weight.Grad!.Square().Sum().Item()))];
    }
}
