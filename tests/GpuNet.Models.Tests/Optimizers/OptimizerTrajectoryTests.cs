using GpuNet.Models.Persistence;
using GpuNet.TestKit;

namespace GpuNet.Models.Tests.Optimizers;

/// <summary>
/// A hundred steps of every optimizer as torch takes them, or the pseudo-code of its paper where torch has none:
/// make_optimizer_trajectories.py made the file. In double precision, which tells a wrong algorithm from rounding.
/// </summary>
public sealed class OptimizerTrajectoryTests
{
    private static readonly int[] Seen = [1, 2, 3, 10, 30, 60, 100];

    /// <summary>The optimizers of the file, with the hyperparameters of the script.</summary>
    private static readonly Dictionary<string, Func<Tensor[], Optimizer>> Cases = new()
    {
        ["sgd"] = p => new Sgd(p, 0.05, weightDecay: 0.1),
        ["sgd_momentum"] = p => new Sgd(p, 0.05, momentum: 0.9, dampening: 0.25, weightDecay: 0.01),
        ["sgd_nesterov"] = p => new Sgd(p, 0.02, momentum: 0.9, nesterov: true, weightDecay: 0.01),
        ["adagrad"] = p => new Adagrad(p, 0.1, rateDecay: 0.01, initialAccumulator: 0.1, weightDecay: 0.01),
        ["adadelta"] = p => new Adadelta(p, weightDecay: 0.01),
        ["rmsprop"] = p => new RmsProp(p, weightDecay: 0.01),
        ["rmsprop_momentum"] = p => new RmsProp(p, 0.003, momentum: 0.8),
        ["rmsprop_centered"] = p => new RmsProp(p, 0.003, alpha: 0.9375, epsilon: 1.0 / 1024, momentum: 0.75, centered: true),
        ["adam"] = p => new Adam(p, 0.02, weightDecay: 0.01),
        ["adamw"] = p => new AdamW(p, 0.02, weightDecay: 0.1),
        ["adamw_amsgrad"] = p => new AdamW(p, 0.02, beta1: 0.8, beta2: 0.9, weightDecay: 0.1, amsgrad: true),
        ["amsgrad"] = p => new AmsGrad(p, 0.02, beta1: 0.8, beta2: 0.9, weightDecay: 0.01),
        ["adamax"] = p => new Adamax(p, 0.02, weightDecay: 0.01),
        ["nadam"] = p => new NAdam(p, 0.02, beta1: 0.875, weightDecay: 0.01, momentumDecay: 1.0 / 256),
        ["radam"] = p => new RAdam(p, 0.02, weightDecay: 0.01),
        ["rprop"] = p => new Rprop(p, grow: 1.25, smallest: 1.0 / (1 << 20)),
        ["lion"] = p => new Lion(p, 0.002, weightDecay: 0.1),
        ["lars"] = p => new Lars(p, 1, momentum: 0.875, trust: 1.0 / 64, weightDecay: 1.0 / 128),
        ["lamb"] = p => new Lamb(p, 0.01),
        ["schedule_free_adamw"] = p => new ScheduleFreeAdamW(p, 0.02, weightDecay: 0.05, warmUp: 10),
        ["muon"] = p => new Muon([.. p.Where(tensor => tensor.Rank == 2)], momentum: 0.9375, weightDecay: 0.125),
    };

    public static TheoryData<string, string> CasesAndProblems =>
        new(Cases.Keys.SelectMany(name => OptimizerProblem.Names.Select(problem => (name, problem))));

    [Theory]
    [MemberData(nameof(CasesAndProblems))]
    public void Every_step_is_the_references(string name, string problemName)
    {
        var problem = OptimizerProblem.Create(problemName, Device.Cpu, DType.Float64);
        var (losses, points) = Follow(problem, Cases[name](problem.Parameters));

        using var file = SafetensorsFile.Open(OptimizerProblem.Trajectories);
        Near.AssertWithin(1e-5, 1e-9, OptimizerProblem.ReadDoubles(file, $"{name}/{problemName}/losses"), losses);
        Near.AssertWithin(1e-5, 1e-7, OptimizerProblem.ReadDoubles(file, $"{name}/{problemName}/points"), points);
    }

    public static TheoryData<string, string> CycledCasesAndProblems => new(
        new[] { "sgd_momentum", "sgd_nesterov", "rmsprop_momentum", "adam", "adamw", "amsgrad", "adamax", "nadam", "radam" }
            .SelectMany(name => OptimizerProblem.Names.Select(problem => (name, problem))));

    [Theory]
    [MemberData(nameof(CycledCasesAndProblems))]
    public void Every_step_is_the_references_while_momentum_changes(string name, string problemName)
    {
        var problem = OptimizerProblem.Create(problemName, Device.Cpu, DType.Float64);
        var optimizer = Cases[name](problem.Parameters);
        var schedule = new LearningRateScheduler(optimizer, new OneCycleSchedule(
            121, rising: 61.0 / 121, isLinear: true, baseMomentum: 0.75, maxMomentum: 63.0 / 64));
        var (losses, points) = Follow(problem, optimizer, stepped: schedule.Step);

        using var file = SafetensorsFile.Open(OptimizerProblem.Trajectories);
        Near.AssertWithin(1e-5, 1e-9, OptimizerProblem.ReadDoubles(file, $"one_cycle_{name}/{problemName}/losses"), losses);
        Near.AssertWithin(1e-5, 1e-7, OptimizerProblem.ReadDoubles(file, $"one_cycle_{name}/{problemName}/points"), points);
    }

    /// <summary>
    /// Where rounding errors of single precision grow on the way: of PyTorch's own singles, too, which end 2.5e-5 (NAdam) and 4e-4
    /// (centered RMSprop) from its doubles; LARS goes around the minimum at a distance that depends on tiny gradients.
    /// </summary>
    private static readonly HashSet<(string, string)> Sensitive =
        [("nadam", "network"), ("rmsprop_centered", "network"), ("lars", "quadratic")];

    public static TheoryData<string, string> InSingles =>
        new(Cases.Keys.SelectMany(name => OptimizerProblem.Names.Select(problem => (name, problem))).Where(pair => !Sensitive.Contains(pair)));

    [Theory]
    [MemberData(nameof(InSingles))]
    public void Single_precision_stays_near_the_reference(string name, string problemName)
    {
        var problem = OptimizerProblem.Create(problemName, Device.Cpu, DType.Float32);
        var (_, points) = Follow(problem, Cases[name](problem.Parameters));

        using var file = SafetensorsFile.Open(OptimizerProblem.Trajectories);
        double[] expected = OptimizerProblem.ReadDoubles(file, $"{name}/{problemName}/points");
        Near.AssertWithin(0, 1e-5 * expected.Max(Math.Abs), expected, points);
    }

    public static TheoryData<string> CaseNames => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(CaseNames))]
    public void Every_device_takes_the_same_steps(string name) => Parity.AssertOnAllDevices(device =>
    {
        var problem = OptimizerProblem.Create("network", device, DType.Float32);
        var (losses, points) = Follow(problem, Cases[name](problem.Parameters), steps: 10);
        return [.. losses.Concat(points).Select(value => (float)value)];
    });

    /// <summary>25 steps are 100 iterations.</summary>
    [Theory]
    [InlineData("quadratic")]
    [InlineData("ridge")]
    public void Lbfgs_takes_the_references_steps(string problemName)
    {
        var problem = OptimizerProblem.Create(problemName, Device.Cpu, DType.Float64);
        var optimizer = new LBfgs(problem.Parameters, maxIterations: 4, history: 6);
        var (losses, points) = Follow(problem, () => optimizer.Step(problem.Loss), 25);

        using var file = SafetensorsFile.Open(OptimizerProblem.Trajectories);
        Near.AssertWithin(1e-5, 1e-9, OptimizerProblem.ReadDoubles(file, $"lbfgs/{problemName}/losses"), losses);
        Near.AssertWithin(1e-5, 1e-7, OptimizerProblem.ReadDoubles(file, $"lbfgs/{problemName}/points"), points);
    }

    /// <summary>What is frozen before the first step, or after some, is as if it had never been given to the optimizer.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void Lbfgs_leaves_frozen_parameters_alone(int stepsBefore)
    {
        var problem = OptimizerProblem.Create("ridge", Device.Cpu, DType.Float64);
        double[] start = problem.Point;
        var optimizer = new LBfgs(problem.Parameters, maxIterations: 4, history: 6);
        for (int t = 0; t < stepsBefore; t++)
            optimizer.Step(problem.Loss);
        problem.Point = start;
        problem.Parameters[0].RequiresGrad = false;
        var (losses, points) = Follow(problem, () => optimizer.Step(problem.Loss), 10);

        using var file = SafetensorsFile.Open(OptimizerProblem.Trajectories);
        Near.AssertWithin(1e-5, 1e-9, OptimizerProblem.ReadDoubles(file, "lbfgs_frozen/ridge/losses"), losses);
        Near.AssertWithin(1e-5, 1e-7, OptimizerProblem.ReadDoubles(file, "lbfgs_frozen/ridge/points"), points);
        int frozen = problem.Parameters[0].Count;
        Assert.Equal(start[..frozen], problem.Point[..frozen]);
        problem.Parameters[0].RequiresGrad = true;
        optimizer.Step(problem.Loss);
        Assert.NotEqual(start[..frozen], problem.Point[..frozen]);
    }

    /// <summary>There is no option for what torch calls maximize: the loss is what is to grow, with its sign changed.</summary>
    [Theory]
    [InlineData("sgd_maximize", "quadratic")]
    [InlineData("sgd_maximize", "network")]
    [InlineData("adamw_maximize", "quadratic")]
    [InlineData("adamw_maximize", "network")]
    public void To_maximize_is_to_minimize_the_negative(string name, string problemName)
    {
        var problem = OptimizerProblem.Create(problemName, Device.Cpu, DType.Float64);
        Optimizer optimizer = name == "sgd_maximize"
            ? new Sgd(problem.Parameters, 0.05, momentum: 0.9, weightDecay: 0.01)
            : new AdamW(problem.Parameters, 0.02, weightDecay: 0.1);
        // The hill is the negative of the problem's loss, its negative the loss.
        var (losses, points) = Follow(problem, optimizer);

        using var file = SafetensorsFile.Open(OptimizerProblem.Trajectories);
        Near.AssertWithin(1e-5, 1e-9, OptimizerProblem.ReadDoubles(file, $"{name}/{problemName}/losses"), [.. losses.Select(loss => -loss)]);
        Near.AssertWithin(1e-5, 1e-7, OptimizerProblem.ReadDoubles(file, $"{name}/{problemName}/points"), points);
    }

    [Fact]
    public void Every_optimizer_has_a_reference()
    {
        var problem = OptimizerProblem.Create("network", Device.Cpu, DType.Float64);
        var tested = Cases.Values.Select(create => create(problem.Parameters).GetType()).ToHashSet();
        Assert.All(typeof(Optimizer).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Optimizer)) && !type.IsAbstract), type =>
            Assert.Contains(type, tested));
        Assert.Equal(tested, OptimizerCatalogue.All.Select(entry => (Type)entry.Member).ToHashSet());
    }

    private static (double[] Losses, double[] Points) Follow(
        OptimizerProblem problem, Optimizer optimizer, int steps = 100, Action? stepped = null) => Follow(
        problem,
        () =>
        {
            optimizer.Train();
            using var scope = Tape.Scope();
            optimizer.ZeroGrad();
            var loss = problem.Loss();
            loss.Backward();
            optimizer.Step();
            stepped?.Invoke();
            double value = loss.Item();
            optimizer.Evaluate();
            return value;
        },
        steps);

    private static (double[] Losses, double[] Points) Follow(OptimizerProblem problem, Func<double> step, int steps)
    {
        List<double> losses = [], points = [];
        for (int t = 1; t <= steps; t++)
        {
            losses.Add(step());
            if (Seen.Contains(t))
                points.AddRange(problem.Point);
        }

        return ([.. losses], [.. points]);
    }
}
