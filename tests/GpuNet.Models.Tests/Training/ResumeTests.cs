using GpuNet.Kernels;
using GpuNet.Models.Data;
using GpuNet.Models.Persistence;
using GpuNet.TestKit;

namespace GpuNet.Models.Tests.Training;

/// <summary>Training that was broken off and goes on ends where training without a break ends: to the bit.</summary>
public sealed class ResumeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Optimizers => [.. OptimizerCatalogue.All.Select(entry => entry.Name)];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void Training_goes_on_as_if_it_had_not_ended(string optimizer) => GoesOn(Device.Cpu, optimizer);

    [Theory]
    [EveryDevice]
    public void So_it_does_on_every_device(string id) => GoesOn(Device.Parse(id), "adam");

    [Fact]
    public void Training_that_was_cancelled_goes_on_after_its_last_whole_epoch()
    {
        // Progress is told every 16 steps: in the middle of an epoch of 24.
        var whole = new Run(Device.Cpu, "adam", seed: 1, batchSize: 4);
        whole.Fit(epochs: 3);
        string path = _folder.File("training.safetensors");
        var broken = new Run(Device.Cpu, "adam", seed: 1, path, batchSize: 4);
        Assert.Throws<OperationCanceledException>(() => broken.Fit(epochs: 3, cancelIn: 2));
        var rest = new Run(Device.Cpu, "adam", seed: 2, batchSize: 4);
        Assert.Single(rest.Trainer.Resume(path));
        rest.Fit(epochs: 3);
        Assert.Equal(whole.Weights, rest.Weights);
    }

    [Fact]
    public void A_plateau_and_groups_with_rates_of_their_own_are_part_of_it()
    {
        var whole = Train(seed: 1, epochs: 6);
        Train(seed: 1, epochs: 3);
        Assert.Equal(whole, Train(seed: 2, epochs: 6, resume: true));

        List<double> Train(ulong seed, int epochs, bool resume = false)
        {
            var model = new Sequential(new Linear(2, 8, new Generator(seed), device: Device.Cpu), new Activation<Tanh>(),
                new Linear(8, 2, new Generator(seed), device: Device.Cpu));
            var optimizer = new Adam(model[0].Parameters, learningRate: 0.05);
            optimizer.AddGroup(model[2].Parameters, learningRate: 0.2, weightDecay: 0.01);
            var trainer = new Trainer(model, new CrossEntropyLoss(), optimizer)
            {
                // So impatient that rates fall in some epochs.
                Plateau = new ReduceOnPlateau(optimizer, factor: 0.5, patience: 0, threshold: 0.2, coolDown: 1),
                StatePath = _folder.File("plateau.safetensors"),
            };
            if (resume)
                trainer.Resume(_folder.File("plateau.safetensors"));
            trainer.Fit(new DataLoader(TrainerTests.Clouds(), 16, Device.Cpu), null, epochs, cancellationToken: Token);
            Assert.True(optimizer.LearningRate < 0.05);
            return [.. model.Parameters.SelectMany(p => p.ToArray()).Select(v => (double)v), .. optimizer.Groups.Select(group => group.LearningRate)];
        }
    }

    [Fact]
    public void Lbfgs_goes_on_from_its_file()
    {
        var (whole, first, rest) = (new Valley(), new Valley(), new Valley());
        for (int i = 0; i < 6; i++)
            whole.Step();
        for (int i = 0; i < 3; i++)
            first.Step();
        string path = _folder.File("lbfgs.safetensors");
        OptimizerFile.Save(first.Optimizer, path);
        rest.Step();
        OptimizerFile.Load(rest.Optimizer, path);
        rest.Point.CopyFrom(first.Point);
        for (int i = 0; i < 3; i++)
            rest.Step();
        Assert.Equal(whole.Point.ToArray<double>(), rest.Point.ToArray<double>());
        Assert.Equal(whole.Optimizer.Evaluations, rest.Optimizer.Evaluations);
    }

    [Fact]
    public void Another_optimizers_file_is_refused_and_nothing_changes()
    {
        var p = Tensor.From<float>([1, 2, 3], Device.Cpu);
        p.RequiresGrad = true;
        string path = _folder.File("adam.safetensors");
        var adam = new Adam([p], learningRate: 0.5);
        adam.Groups[0].Momentum = 0.8;
        OptimizerFile.Save(adam, path);
        var error = Assert.Throws<CheckpointFormatException>(() => OptimizerFile.Load(new Adam([p], beta1: 0.5), path));
        Assert.Contains("Beta1 = 0.9", error.Message, StringComparison.Ordinal);
        Assert.Contains("Beta1 = 0.5", error.Message, StringComparison.Ordinal);
        var other = new Adam([p], learningRate: 0.1);
        OptimizerFile.Load(other, path);
        Assert.Equal(0.5, other.LearningRate);
        Assert.Equal(0.8, other.Groups[0].Momentum);
        other.AddGroup([Grown()]);
        Assert.Throws<CheckpointFormatException>(() => OptimizerFile.Load(other, path));

        static Tensor Grown()
        {
            var q = Tensor.Zeros([2], device: Device.Cpu);
            q.RequiresGrad = true;
            return q;
        }
    }

    [Fact]
    public void A_file_of_before_momenta_could_change_has_the_rules_own()
    {
        var p = Tensor.From<float>([1, 2, 3], Device.Cpu);
        p.RequiresGrad = true;
        string path = _folder.File("old.safetensors");
        var saved = new Sgd([p], learningRate: 0.5, momentum: 0.9);
        OptimizerFile.Save(saved, _folder.File("new.safetensors"));
        using (var file = SafetensorsFile.Open(_folder.File("new.safetensors")))
        {
            SafetensorsWriter.Write(
                path,
                file.Entries.Where(e => !e.Name.EndsWith(".momentum", StringComparison.Ordinal))
                    .Select(e => new SafetensorsTensor(e.Name, e.DType, e.Shape, file.ReadBytes(e.Name))),
                file.Metadata);
        }

        var optimizer = new Sgd([p], learningRate: 0.1, momentum: 0.9);
        optimizer.Groups[0].Momentum = 0.5;
        OptimizerFile.Load(optimizer, path);
        Assert.Equal((0.5, 0.9), (optimizer.LearningRate, optimizer.Groups[0].Momentum));
    }

    private void GoesOn(Device device, string optimizer)
    {
        var whole = new Run(device, optimizer, seed: 1);
        var losses = whole.Fit(epochs: 4);
        string path = _folder.File("training.safetensors");
        new Run(device, optimizer, seed: 1, path).Fit(epochs: 2);
        // Another start and other random numbers, so that whatever were not loaded would tell.
        var rest = new Run(device, optimizer, seed: 2);
        rest.Trainer.Resume(path);
        Assert.Equal(losses, rest.Fit(epochs: 4));
        Assert.Equal(whole.Weights, rest.Weights);
    }

    /// <summary>A training with everything that has a state of its own.</summary>
    private sealed class Run
    {
        private readonly Sequential _model;
        private readonly DataLoader _data;

        public Run(Device device, string optimizerName, ulong seed, string? statePath = null, int batchSize = 32)
        {
            var random = new Generator(seed);
            bool hasVectors = optimizerName != "muon"; // which moves matrices only
            _model = new Sequential(
                new Linear(2, 8, random, hasBias: hasVectors, device: device),
                new BatchNorm1d(8, affine: hasVectors, momentum: null, device: device),
                new Activation<Relu>(), new Dropout(0.3, random),
                new Linear(8, 2, random, hasBias: hasVectors, device: device));
            var optimizer = OptimizerCatalogue.Create(optimizerName, _model.Parameters, learningRate: 0.02);
            optimizer.GradientTransforms = [new ClipByGlobalNorm(1), new GradientNoise(0.01, seed: 5)];
            _data = new DataLoader(TrainerTests.Clouds(), batchSize, device, shuffle: true, seed: 3);
            Trainer = new Trainer(_model, new CrossEntropyLoss(), optimizer)
            {
                Average = WeightAverage.Exponential(optimizer, decay: 0.9),
                Schedule = new OneCycleSchedule(40, cycleMomentum: optimizer.Groups[0].Momentum is not null),
                SchedulesSteps = true,
                StatePath = statePath,
            };
        }

        public Trainer Trainer { get; }

        public float[] Weights => [.. _model.Parameters.SelectMany(parameter => parameter.ToArray()),
            .. ((BatchNorm1d)_model[1]).RunningMean!.ToArray(), .. ((BatchNorm1d)_model[1]).RunningVariance!.ToArray()];

        public double[] Fit(int epochs, int? cancelIn = null)
        {
            using var source = CancellationTokenSource.CreateLinkedTokenSource(Token);
            var progress = new CancelIn(cancelIn, source);
            return [.. Trainer.Fit(_data, null, epochs, progress, cancellationToken: source.Token).Select(epoch => epoch.TrainLoss)];
        }
    }

    private sealed class CancelIn(int? epoch, CancellationTokenSource source) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            if (value.Epoch == epoch)
                source.Cancel();
        }
    }

    /// <summary>Rosenbrock's valley.</summary>
    private sealed class Valley
    {
        public Valley()
        {
            Point = Tensor.From<double>([-1.2, 1], Device.Cpu);
            Point.RequiresGrad = true;
            Optimizer = new LBfgs([Point], maxIterations: 3, history: 4);
        }

        public Tensor Point { get; }

        public LBfgs Optimizer { get; }

        public void Step() => Optimizer.Step(() =>
        {
            var (x, y) = (Point[..1], Point[1..]);
            return ((1 - x).Square() + (y - x.Square()).Square() * 100).Sum();
        });
    }
}
