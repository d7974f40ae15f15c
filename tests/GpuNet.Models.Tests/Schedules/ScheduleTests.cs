using GpuNet.Models.Persistence;
using GpuNet.Models.Tests.Optimizers;
using GpuNet.TestKit;

namespace GpuNet.Models.Tests.Schedules;

/// <summary>Sixty steps of every schedule as torch takes them: make_schedules.py made the file.</summary>
public sealed class ScheduleTests
{
    private const double Initial = 0.1;
    private const int Steps = 60;

    private static readonly Dictionary<string, Schedule> Cases = new()
    {
        ["constant"] = new ConstantSchedule(factor: 0.25, steps: 7),
        ["step"] = new StepSchedule(size: 9, gamma: 0.5),
        ["multi_step"] = new MultiStepSchedule([5, 20, 21, 50], gamma: 0.3),
        ["exponential"] = new ExponentialSchedule(gamma: 0.93),
        ["polynomial"] = new PolynomialSchedule(steps: 40, power: 1.7),
        ["cosine"] = new CosineSchedule(steps: 25, lowest: 0.01),
        ["cosine_restarts"] = new CosineRestartsSchedule(firstCycle: 7, growth: 2, lowest: 0.005),
        ["cyclic"] = new CyclicSchedule(highest: 0.5, up: 8, down: 5, cycleMomentum: false),
        ["cyclic_halving"] = new CyclicSchedule(highest: 0.5, up: 6, mode: CyclicMode.Halving, cycleMomentum: false),
        ["cyclic_exponential"] = new CyclicSchedule(
            highest: 0.5, up: 6, mode: CyclicMode.ExponentialRange, gamma: 0.97, cycleMomentum: false),
        ["one_cycle"] = new OneCycleSchedule(Steps + 1, cycleMomentum: false),
        ["one_cycle_linear"] = new OneCycleSchedule(Steps + 1, rising: 0.37, isLinear: true, division: 10, cycleMomentum: false),
        ["one_cycle_three_phases"] = new OneCycleSchedule(Steps + 1, finalDivision: 100, hasThreePhases: true, cycleMomentum: false),
        ["warm_up"] = new WarmUpSchedule(steps: 13, start: 0.05, end: 0.9),
        ["inverse_square_root"] = new InverseSquareRootSchedule(warmUp: 12),
        ["sequential"] = new SequentialSchedule(
            [new WarmUpSchedule(steps: 10, start: 0.1), new CosineSchedule(steps: 30), new ConstantSchedule(factor: 0.5, steps: 4)],
            milestones: [10, 40]),
        ["chained"] = new ChainedSchedule(
            new WarmUpSchedule(steps: 8, start: 0.2), new ExponentialSchedule(0.95), new StepSchedule(20, 0.5)),
    };

    private static readonly Dictionary<string, Schedule> CycledCases = new()
    {
        ["cyclic_momentum"] = new CyclicSchedule(highest: 0.5, up: 8, down: 5),
        ["cyclic_halving_momentum"] = new CyclicSchedule(
            highest: 0.5, up: 6, mode: CyclicMode.Halving, baseMomentum: 0.7, maxMomentum: 0.97),
        ["cyclic_exponential_momentum"] = new CyclicSchedule(highest: 0.5, up: 6, mode: CyclicMode.ExponentialRange, gamma: 0.97),
        ["one_cycle_momentum"] = new OneCycleSchedule(Steps + 1),
        ["one_cycle_linear_momentum"] = new OneCycleSchedule(Steps + 1, rising: 0.37, isLinear: true, division: 10),
        ["one_cycle_three_phases_momentum"] = new OneCycleSchedule(
            Steps + 1, hasThreePhases: true, baseMomentum: 0.8, maxMomentum: 0.99),
        ["one_cycle_beta"] = new OneCycleSchedule(Steps + 1),
    };

    private static readonly string Fixture = Path.Combine(AppContext.BaseDirectory, "Schedules", "Fixtures", "schedules.safetensors");

    public static TheoryData<string> CaseNames => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(CaseNames))]
    public void Rates_are_torchs(string name)
    {
        var optimizer = NewOptimizer();
        var scheduler = new LearningRateScheduler(optimizer, Cases[name]);
        AssertRates(name, optimizer, _ => scheduler.Step());
    }

    public static TheoryData<string> CycledNames => [.. CycledCases.Keys];

    [Theory]
    [MemberData(nameof(CycledNames))]
    public void Momenta_are_torchs(string name)
    {
        Optimizer optimizer = name == "one_cycle_beta" ? new AdamW([NewParameter()], Initial) : new Sgd([NewParameter()], Initial, momentum: 0.5);
        var scheduler = new LearningRateScheduler(optimizer, CycledCases[name]);
        double[] momenta = new double[Steps];
        AssertRates(name, optimizer, step =>
        {
            momenta[step] = optimizer.Groups[0].Momentum!.Value;
            scheduler.Step();
        });
        using var file = SafetensorsFile.Open(Fixture);
        Near.AssertWithin(1e-7, 1e-14, OptimizerProblem.ReadDoubles(file, name + ".momentum"), momenta);
    }

    [Fact]
    public void Momentum_is_cycled_by_the_part_of_a_schedule_that_does()
    {
        var oneCycle = new OneCycleSchedule(10);
        var sequence = new SequentialSchedule([new ConstantSchedule(), oneCycle], [4]);
        var chain = new ChainedSchedule(oneCycle, new ExponentialSchedule(0.9));
        Assert.True(sequence.CyclesMomentum && chain.CyclesMomentum);
        Assert.Equal([0.5, oneCycle.Momentum(0, 0.5), oneCycle.Momentum(2, 0.5)], new[] { 3, 4, 6 }.Select(step => sequence.Momentum(step, 0.5)));
        Assert.Equal(oneCycle.Momentum(3, 0.5), chain.Momentum(3, 0.5));
        Assert.False(new ChainedSchedule(new ExponentialSchedule(0.9)).CyclesMomentum);
    }

    [Fact]
    public void An_optimizer_without_momentum_is_told_what_to_do()
    {
        var message = Assert.Throws<ArgumentException>(() => new LearningRateScheduler(NewOptimizer(), new OneCycleSchedule(10))).Message;
        Assert.StartsWith("OneCycleSchedule cycles momentum, and Sgd has none: give the optimizer a momentum", message, StringComparison.Ordinal);
        Assert.Null(NewOptimizer().Groups[0].Momentum);
        Assert.Throws<InvalidOperationException>(() => NewOptimizer().Groups[0].Momentum = 0.9);
    }

    [Theory]
    [InlineData("reduce_on_plateau")]
    [InlineData("reduce_on_plateau_higher")]
    [InlineData("reduce_on_plateau_higher_relative")]
    public void Rates_fall_on_plateaus_as_torchs(string name)
    {
        var optimizer = NewOptimizer();
        using var file = SafetensorsFile.Open(Fixture);
        double[] metrics = OptimizerProblem.ReadDoubles(file, "metrics");
        if (name != "reduce_on_plateau")
            metrics = Array.ConvertAll(metrics, metric => 1 - metric);
        var schedule = name switch
        {
            "reduce_on_plateau" => new ReduceOnPlateau(optimizer, factor: 0.5, patience: 3, coolDown: 2, lowest: 0.01),
            "reduce_on_plateau_higher" => new ReduceOnPlateau(
                optimizer, factor: 0.3, patience: 2, threshold: 0.01, isThresholdAbsolute: true, isHigherBetter: true),
            _ => new ReduceOnPlateau(optimizer, factor: 0.3, patience: 2, threshold: 0.01, isHigherBetter: true),
        };
        AssertRates(name, optimizer, step => schedule.Step(metrics[step]));
    }

    [Fact]
    public void A_cycle_that_begins_at_its_top_has_the_highest_rate_there() =>
        Assert.Equal([0.5, 1.0], new[] { new OneCycleSchedule(2, rising: 0.5).Rate(0, 0.5), new OneCycleSchedule(10, rising: 0.1, hasThreePhases: true).Rate(0, 1) });

    /// <summary>Epochs without a number count as bad ones, as torch's do, and are no best ones that nothing is better than.</summary>
    [Theory]
    [InlineData(double.NaN, false)]
    [InlineData(double.PositiveInfinity, false)]
    [InlineData(double.NegativeInfinity, true)]
    public void A_plateau_may_begin_without_a_number(double first, bool isHigherBetter)
    {
        var optimizer = NewOptimizer();
        var plateau = new ReduceOnPlateau(optimizer, factor: 0.5, patience: 1, isHigherBetter: isHigherBetter);
        List<double> rates = [];
        foreach (double metric in (double[])[first, first, 1, 1, 1, 1])
        {
            plateau.Step(metric);
            rates.Add(optimizer.LearningRate);
        }

        Assert.Equal([0.1, 0.05, 0.05, 0.05, 0.025, 0.025], rates);
    }

    [Fact]
    public void Every_schedule_has_a_reference()
    {
        var schedules = typeof(Schedule).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Schedule)));
        var tested = Cases.Values.Select(schedule => schedule.GetType()).ToHashSet();
        Assert.All(schedules, type => Assert.Contains(type, tested));
    }

    [Fact]
    public void Each_group_starts_from_its_own_rate_and_training_goes_on_where_it_was()
    {
        var optimizer = NewOptimizer();
        optimizer.AddGroup([NewParameter()], learningRate: 0.4);
        var scheduler = new LearningRateScheduler(optimizer, new StepSchedule(size: 2, gamma: 0.5), stepCount: 3);
        Assert.Equal([0.05, 0.2], optimizer.Groups.Select(group => group.LearningRate));
        scheduler.Step();
        Assert.Equal([0.025, 0.1], optimizer.Groups.Select(group => group.LearningRate));
    }

    [Fact]
    public void Bad_arguments_are_named()
    {
        Assert.Equal("size", Assert.Throws<ArgumentOutOfRangeException>(() => new StepSchedule(0)).ParamName);
        Assert.Equal("gamma", Assert.Throws<ArgumentOutOfRangeException>(() => new ExponentialSchedule(double.NaN)).ParamName);
        Assert.Equal("rising", Assert.Throws<ArgumentOutOfRangeException>(() => new OneCycleSchedule(10, rising: 1)).ParamName);
        Assert.Equal("maxMomentum", Assert.Throws<ArgumentOutOfRangeException>(() => new OneCycleSchedule(10, maxMomentum: 1)).ParamName);
        Assert.Equal("milestones", Assert.Throws<ArgumentException>(() => new SequentialSchedule([new StepSchedule(1)], [2])).ParamName);
        Assert.Equal("schedules", Assert.Throws<ArgumentException>(() => new ChainedSchedule()).ParamName);
        Assert.Equal("factor", Assert.Throws<ArgumentOutOfRangeException>(() => new ReduceOnPlateau(NewOptimizer(), 1)).ParamName);
    }

    private static void AssertRates(string name, Optimizer optimizer, Action<int> step)
    {
        double[] rates = new double[Steps];
        for (int t = 0; t < Steps; t++)
        {
            rates[t] = optimizer.LearningRate;
            step(t);
        }

        using var file = SafetensorsFile.Open(Fixture);
        Near.AssertWithin(1e-7, 1e-14, OptimizerProblem.ReadDoubles(file, name), rates);
    }

    private static Optimizer NewOptimizer() => new Sgd([NewParameter()], Initial);

    private static Tensor NewParameter()
    {
        var parameter = Tensor.Zeros([1], device: Device.Cpu).Keep();
        parameter.RequiresGrad = true;
        return parameter;
    }
}
