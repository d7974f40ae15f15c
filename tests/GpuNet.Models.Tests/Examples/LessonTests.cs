using GpuNet.TestKit;
using GpuNet.Examples;

namespace GpuNet.Models.Tests.Examples;

/// <summary>Each lesson under examples/ does what it says.</summary>
public sealed class LessonTests
{
    private readonly StringWriter _output = new();

    [Fact]
    public void Quick_start() => Assert.InRange(QuickStart.Run(), 0.93, 1);

    [Fact]
    public void Logistic_regression() => Assert.InRange(LogisticRegression.Run(_output), 0.98, 1);

    [Fact]
    public void Relu_regression() => Assert.InRange(ReluRegression.Run(_output), 0, 0.002);

    [Fact]
    public void Xor_by_a_2_4_1_network()
    {
        float[] p = Xor.Run(_output);
        Assert.True(p[0] < 0.1 && p[1] > 0.9 && p[2] > 0.9 && p[3] < 0.1);
    }

    [Fact]
    public void Sigmoid_classifier_with_l2()
    {
        var (without, with) = SigmoidClassifierWithL2.Run(_output);
        Assert.InRange(without.Accuracy, 0.99, 1);
        Assert.InRange(with.Accuracy, 0.99, 1);
        Assert.True(with.Weights < without.Weights / 2);
    }

    [Fact]
    public void Dropout_and_batch_norm() => Assert.InRange(DropoutAndBatchNorm.Run(_output), 0.96, 1);

    [Fact]
    public void Vanishing_gradients()
    {
        var (sigmoid, relu) = VanishingGradients.Run(_output);
        // 19 slopes of at most 1/4 each, of which about 1/4 is left: far below a billionth.
        Assert.InRange(sigmoid, 0, 1e-9);
        Assert.InRange(relu, 0.1, 10);
        Assert.Equal(21, _output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public void Dead_relus_and_clipping()
    {
        SkipWhereItTakesMinutes();
        var (careful, careless, before, unclipped, clipped) = DeadRelusAndClipping.Run(_output);
        Assert.InRange(careful, 0, 12);
        Assert.InRange(careless, 50, 128);
        Assert.False(double.IsFinite(unclipped));
        Assert.InRange(clipped, 0, before / 1000);
    }

    [Fact]
    public void L1_makes_zeros_and_l2_does_not()
    {
        SkipWhereItTakesMinutes();
        var (l2, term, proximal) = L1MakesZeros.Run(_output);
        Assert.Equal((0, 0), (l2, term));
        Assert.InRange(proximal, 12, 17);
    }

    [Fact]
    public void Learning_rate_by_cross_validation()
    {
        SkipWhereItTakesMinutes();
        var (means, chosen, accuracy) = LearningRateByCrossValidation.Run(_output);
        Assert.Equal(means[chosen], means.Values.Max());
        Assert.NotEqual(means.Keys.Min(), chosen);
        Assert.NotEqual(means.Keys.Max(), chosen);
        Assert.InRange(accuracy, 0.94, 1);
    }

    private static void SkipWhereItTakesMinutes() =>
        Assert.SkipUnless(KernelEngine.IsEmbedded, "The processor of the ILGPU packages is a debugger: this would take minutes.");

    [Fact]
    public void Lessons_are_short()
    {
        string[] lessons = Directory.GetFiles(Repository.PathOf("examples"), "0*.cs");
        Assert.Equal(10, lessons.Length);
        Assert.All(lessons, lesson => Assert.True(File.ReadLines(lesson).Count() < 60, lesson));
    }

    [Fact]
    public void The_readme_shows_code_that_is_compiled()
    {
        string readme = File.ReadAllText(Repository.PathOf("README.md"));
        string shown = readme.Split("```csharp\n")[1].Split("```")[0];
        string source = File.ReadAllText(Repository.PathOf("examples", "00-QuickStart.cs"));
        string region = source.Split("// README: begin\n")[1].Split("        // README: end")[0];
        string compiled = string.Join('\n', region.Split('\n').Select(line => line.Length > 8 ? line[8..] : line.Trim()));

        Assert.EndsWith(compiled.Trim(), shown.Trim(), StringComparison.Ordinal);
    }
}
