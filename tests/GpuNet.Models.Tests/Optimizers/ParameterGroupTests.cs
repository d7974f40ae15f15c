using GpuNet.TestKit;

namespace GpuNet.Models.Tests.Optimizers;

public sealed class ParameterGroupTests
{
    [Fact]
    public void Groups_have_a_learning_rate_and_a_weight_decay_of_their_own()
    {
        var (a, b) = (Parameter(1, 2), Parameter(4));
        var optimizer = new Sgd([a], learningRate: 0.5, weightDecay: 0.1);
        var group = optimizer.AddGroup([b], learningRate: 0.25, weightDecay: 0);
        using (Tape.Scope())
        {
            ((a * a).Sum() + b.Sum()).Backward();
            optimizer.Step();
        }

        Near.AssertWithin(1e-6, 0, [1 - 0.5 * 2.1, 2 - 0.5 * 4.2], a.ToArray());
        Assert.Equal([4 - 0.25f], b.ToArray());
        Assert.Equal(0.25, group.LearningRate);
        Assert.Equal(0.5, optimizer.LearningRate);
        optimizer.ZeroGrad();
        Assert.Equal([0f], b.Grad!.ToArray());
        optimizer.LearningRate = 0.125;
        Assert.Equal([0.125, 0.125], optimizer.Groups.Select(g => g.LearningRate));
    }

    [Fact]
    public void What_does_not_fit_is_refused_and_named()
    {
        var a = Parameter(1);
        var optimizer = new Adam([a]);
        Assert.Equal("parameters", Assert.Throws<ArgumentException>(() => optimizer.AddGroup([a])).ParamName);
        Assert.Equal("learningRate", Assert.Throws<ArgumentOutOfRangeException>(() => optimizer.AddGroup([Parameter(1)], learningRate: 0)).ParamName);
        Assert.Equal("weightDecay", Assert.Throws<ArgumentOutOfRangeException>(() => optimizer.AddGroup([Parameter(1)], weightDecay: -1)).ParamName);
        Assert.Equal("nesterov", Assert.Throws<ArgumentException>(() => new Sgd([Parameter(1)], 0.1, nesterov: true)).ParamName);
        Assert.Equal("grow", Assert.Throws<ArgumentOutOfRangeException>(() => new Rprop([Parameter(1)], grow: 1)).ParamName);
        Assert.Equal("beta1", Assert.Throws<ArgumentOutOfRangeException>(() => new ScheduleFreeAdamW([Parameter(1)], beta1: 0)).ParamName);
        Assert.Throws<ShapeMismatchException>(() => new Muon([Parameter(1)]));
        Assert.Contains("adamw", Assert.Throws<ArgumentException>(() => OptimizerCatalogue.Create("adamv", [Parameter(1)])).Message, StringComparison.Ordinal);
    }

    /// <summary>Every optimizer of the catalogue in a step that is recorded and replayed, with all that may go with it.</summary>
    public static TheoryData<string> Names => [.. OptimizerCatalogue.All.Select(entry => entry.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_replayed_step_gives_the_same_bits(string name) => Assert.Equal(Train(name, isReplayed: false), Train(name, isReplayed: true));

    /// <summary>Two groups each: matrices that are small and large, upright and wide; rows and columns.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Launches_do_not_grow_with_the_parameters(string name)
    {
        int few = Launches(name, times: 1), many = Launches(name, times: 3);
        Assert.True(many == few, $"{few} launches for the parameters once, {many} for three of each.");

        static int Launches(string name, int times)
        {
            var optimizer = OptimizerCatalogue.Create(name, Matrices(times, (3, 40), (40, 3), (170, 161), (161, 300)), learningRate: 0.01);
            optimizer.AddGroup(Matrices(times, (1, 7), (7, 1), (1, 1), (300, 161)), learningRate: 0.001);
            optimizer.GradientTransforms = [new ClipByValue(0.5), new ClipByNorm(1), new GradientNoise(1e-4), new ClipByGlobalNorm(1)];
            foreach (var group in optimizer.Groups)
                group.Constraints = [new MaxNorm(2), new NonNegative()];
            var average = WeightAverage.Exponential(optimizer);
            using var step = PreparedStep.Record(Device.Cpu, () =>
            {
                optimizer.Step();
                average.Update();
            });
            return step.Length;
        }
    }

    private static Tensor[] Matrices(int times, params (int Rows, int Columns)[] shapes) =>
        [.. Enumerable.Repeat(shapes, times).SelectMany(all => all).Select(shape => Matrix(shape.Rows, shape.Columns))];

    private static Tensor Matrix(int rows, int columns)
    {
        var parameter = new Generator(seed: 1).Normal([rows, columns], device: Device.Cpu).Keep();
        parameter.RequiresGrad = true;
        return parameter;
    }

    private static double[] Train(string name, bool isReplayed)
    {
        var problem = OptimizerProblem.Create("network", Device.Cpu, DType.Float32);
        Tensor[] trained = name == "muon" ? [problem.Parameters[0], problem.Parameters[2]] : problem.Parameters;
        var optimizer = OptimizerCatalogue.Create(name, trained, learningRate: 0.01);
        optimizer.GradientTransforms = [new ClipByValue(0.5), new ClipByNorm(1), new GradientNoise(1e-4), new ClipByGlobalNorm(1)];
        optimizer.Groups[0].Constraints = [new MaxNorm(2)];
        var schedule = new LearningRateScheduler(optimizer, new ExponentialSchedule(0.9));
        using var step = isReplayed ? PreparedStep.Record(Device.Cpu, Step) : null;
        for (int t = isReplayed ? 1 : 0; t < 8; t++)
        {
            if (t > 0)
                schedule.Step();
            if (step is null)
                Step();
            else
                step.Run();
        }

        return problem.Point;

        void Step()
        {
            using var scope = Tape.Scope();
            optimizer.ZeroGrad();
            problem.Loss().Backward();
            optimizer.Step();
        }
    }

    private static Tensor Parameter(params float[] values)
    {
        var parameter = Tensor.From<float>(values, Device.Cpu).Keep();
        parameter.RequiresGrad = true;
        return parameter;
    }
}
