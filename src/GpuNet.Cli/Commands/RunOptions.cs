using System.CommandLine;
using GpuNet.Cli.Runs;
using GpuNet.Models;
using GpuNet.Models.Data;

namespace GpuNet.Cli.Commands;

/// <summary>The options that decide a training, wherever it runs: data, model, and how that is trained.</summary>
internal sealed class RunOptions
{
    private const ulong DefaultSeed = 1;

    /// <summary>Passes over the data, which going on with a run may change.</summary>
    public Option<int?> Epochs { get; } =
        OptionOf.Integer("--epochs", "Passes over the data (default: 50, digits 30, fashion-mnist 10)", 1, 1_000_000);

    private readonly Option<string?> _data =
        OptionOf.Text("--data", "digits (default), fashion-mnist, or a CSV file", "source");
    private readonly Option<string?> _target =
        OptionOf.Text("--target", "CSV: the target's column by name or index, 0 first, -1 last (default: -1)", "column");
    private readonly Option<string?> _task =
        OptionOf.Choice("--task", "CSV: what is learned (default: as the target looks)", ["classification", "regression"]);
    private readonly Option<int?> _batchSize =
        OptionOf.Integer("--batch-size", "Rows of a mini-batch (default: 32, fashion-mnist 128)", 1, 1_000_000);
    private readonly Option<double?> _learningRate =
        OptionOf.Number("--lr", "Learning rate (default: the optimizer's usual one; sgd 0.1, adam on digits 0.005)", "above 0", x => x > 0);
    private readonly Option<int[]?> _hidden =
        OptionOf.Widths(
            "--hidden", "Widths of the hidden layers, or none (default: 64, digits 128, fashion-mnist 512,256)", RunConfiguration.MaxWidth);
    private readonly Option<string?> _activation =
        OptionOf.Choice("--activation", "Activation of the hidden layers (default: relu)", Activation.Names);
    private readonly Option<string?> _optimizer =
        OptionOf.Choice("--optimizer", "Optimizer (default: adam)", ModelLoader.Optimizers);
    private readonly Option<string?> _schedule =
        OptionOf.Choice("--schedule", "What the learning rate does over training (default: none)", ModelLoader.Schedules);
    private readonly Option<double?> _weightDecay =
        OptionOf.Number("--weight-decay", "The optimizer's weight decay (default: its usual one)", "of 0 or more", x => x >= 0);
    private readonly Option<double?> _clipNorm =
        OptionOf.Number("--clip-norm", "Largest norm of all gradients together (default: none)", "above 0", x => x > 0);
    private readonly Option<double?> _momentum =
        OptionOf.Number("--momentum", "Momentum of sgd (default: 0.9)", "from 0 to below 1", IsShare);
    private readonly Option<double?> _dropout =
        OptionOf.Number(
            "--dropout", "Probability with which hidden outputs are dropped (default: 0, digits 0.2)", "from 0 to below 1", IsShare);
    private readonly Option<bool> _batchNorm =
        OptionOf.Flag("--batch-norm", "Normalize hidden layers over the batch");
    private readonly Option<double?> _l1 =
        OptionOf.Number("--l1", "Factor of the penalty on the sum of |w|", "of 0 or more", x => x >= 0);
    private readonly Option<double?> _l2 =
        OptionOf.Number("--l2", "Factor of the penalty on half the sum of w^2", "of 0 or more", x => x >= 0);
    private readonly Option<string?> _precision =
        OptionOf.Choice("--precision", "What matrix products round their operands to (default: float32)", [.. ModelLoader.Precisions.Keys]);
    private readonly Option<double?> _testFraction =
        OptionOf.Number("--test-fraction", "Share of rows held out (default: 0.2)", "between 0 and 1", x => x is > 0 and < 1);
    private readonly Option<ulong?> _seed =
        OptionOf.Seed("--seed", "Decides split, order, initial weights and dropout (default: 1)");

    public void AddTo(Command command)
    {
        Option[] all =
        [
            _data, _target, _task, _testFraction, Epochs, _batchSize, _hidden, _activation, _batchNorm, _dropout, _optimizer,
            _learningRate, _schedule, _momentum, _weightDecay, _clipNorm, _l1, _l2, _precision, _seed,
        ];
        foreach (var option in all)
            command.Options.Add(option);
    }

    public RunSettings Read(ParseResult parsed) => new()
    {
        Data = parsed.GetValue(_data) ?? DataSource.Digits,
        Target = parsed.GetValue(_target),
        Task = parsed.GetValue(_task) switch
        {
            "classification" => TargetKind.Classes,
            "regression" => TargetKind.Numbers,
            _ => TargetKind.Auto,
        },
        Epochs = parsed.GetValue(Epochs),
        BatchSize = parsed.GetValue(_batchSize),
        LearningRate = parsed.GetValue(_learningRate),
        // An absent list reads as an empty one, which here means "none".
        Hidden = parsed.GetResult(_hidden) is null ? null : parsed.GetValue(_hidden),
        Activation = parsed.GetValue(_activation) ?? "relu",
        Optimizer = parsed.GetValue(_optimizer) ?? "adam",
        Schedule = parsed.GetValue(_schedule) ?? "none",
        WeightDecay = parsed.GetValue(_weightDecay),
        ClipNorm = parsed.GetValue(_clipNorm),
        Momentum = parsed.GetValue(_momentum) ?? 0.9,
        Dropout = parsed.GetValue(_dropout),
        BatchNorm = parsed.GetValue(_batchNorm),
        L1 = parsed.GetValue(_l1) ?? 0,
        L2 = parsed.GetValue(_l2) ?? 0,
        Precision = parsed.GetValue(_precision) ?? "float32",
        TestFraction = parsed.GetValue(_testFraction) ?? 0.2,
        Seed = parsed.GetValue(_seed) ?? DefaultSeed,
    };

    private static bool IsShare(double x) => x is >= 0 and < 1;
}
