using System.Diagnostics;
using GpuNet.Models.Data;
using GpuNet.Models.Persistence;

namespace GpuNet.Models;

/// <summary>Trains a model: forward, backward and update for each mini-batch, evaluation and a checkpoint after each epoch.</summary>
/// <param name="model">The model.</param>
/// <param name="loss">What is minimized.</param>
/// <param name="optimizer">Updates the model's parameters.</param>
public sealed class Trainer(Module model, Loss loss, Optimizer optimizer)
{
    private StepRunner? _steps;
    private TrainingState? _state;
    private bool _isResumed;
    private ActivityRegularization[] _activities = [];

    /// <summary>Penalties added to the loss.</summary>
    public IReadOnlyList<Regularizer> Regularizers { get; init; } = [];

    /// <summary>How learning rates change, from those that the optimizer's groups began with; null for not at all.</summary>
    public Schedule? Schedule { get; init; }

    /// <summary>Whether <see cref="Schedule"/> counts steps; otherwise epochs.</summary>
    public bool SchedulesSteps { get; init; }

    /// <summary>Lowers learning rates when the test loss, or the training loss where there is none, stops falling.</summary>
    public ReduceOnPlateau? Plateau { get; init; }

    /// <summary>An average of the weights that follows each step; the model is evaluated, saved and left with it.</summary>
    public WeightAverage? Average { get; init; }

    /// <summary>
    /// Whether steps are prepared: in each epoch the code of a step runs once for full batches, and is repeated from then on without
    /// running it, with the same results (<see cref="PreparedStep"/>). Steps that cannot be prepared run their code; so do those with a
    /// module, loss or regularizer of your own that does not say that it <see cref="Module.IsRepeatable">is repeatable</see>.
    /// </summary>
    public bool PrepareSteps { get; init; } = true;

    /// <summary>Why steps could not be prepared, and what to change; null if they were, or have not been tried.</summary>
    public string? PreparationRefusal => _steps?.Refusal;

    /// <summary>
    /// What the operands of matrix products are rounded to, forward and backward. Parameters stay single, and so does the model when
    /// it is evaluated.
    /// </summary>
    public Precision Precision { get; init; }

    /// <summary>
    /// The factor on the loss; if left out, there is one for <see cref="Precision.Float16"/>, with the defaults, and none for others.
    /// </summary>
    public LossScale? LossScale
    {
        get => field ??= Precision == Precision.Float16 ? new LossScale(optimizer.Groups[0].Parameters[0].Device) : null;
        init;
    }

    /// <summary>Where the model is saved after each epoch and when training is cancelled; null for nowhere.</summary>
    public string? CheckpointPath { get; init; }

    /// <summary>
    /// Where all that training needs to go on is saved after each epoch (<see cref="TrainingState"/>); null for nowhere.
    /// </summary>
    public string? StatePath { get; init; }

    /// <summary>
    /// Loads what <see cref="StatePath"/> named: <see cref="Fit"/> then goes on after the epochs there, and ends where it would have
    /// ended without a break, to the bit. Model, optimizer and whatever else the trainer has are made as they were then.
    /// </summary>
    /// <returns>The epochs so far.</returns>
    /// <exception cref="CheckpointFormatException">The file is damaged, or does not fit the model or the optimizer.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    public IReadOnlyList<EpochMetrics> Resume(string path)
    {
        State.Load(path);
        _isResumed = true;
        return State.History;
    }

    /// <summary>Trains for a number of passes over the data; after <see cref="Resume"/>, for those that are left.</summary>
    /// <param name="train">The rows to learn from.</param>
    /// <param name="test">The rows to evaluate on after each epoch, if any.</param>
    /// <param name="epochs">The number of passes.</param>
    /// <param name="progress">Hears of progress inside epochs.</param>
    /// <param name="epochEnded">Hears of each epoch when it is complete and its checkpoint is written.</param>
    /// <param name="cancellationToken">Stops training between two steps; the checkpoint is written first.</param>
    /// <returns>The metrics of each epoch, of those before <see cref="Resume"/>, too.</returns>
    /// <exception cref="OperationCanceledException">Training was cancelled.</exception>
    /// <exception cref="TrainingDivergedException">The loss is no longer a finite number; the last epoch's checkpoint stays.</exception>
    public IReadOnlyList<EpochMetrics> Fit(
        DataLoader train,
        DataLoader? test,
        int epochs,
        IProgress<TrainingProgress>? progress = null,
        Action<EpochMetrics>? epochEnded = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(train);
        if (!_isResumed)
            (State.History, State.ScheduleSteps) = ([], 0);
        _isResumed = false;
        var history = new List<EpochMetrics>(State.History);
        var scheduler = Schedule is null ? null : new LearningRateScheduler(optimizer, Schedule, State.ScheduleSteps);
        try
        {
            for (int epoch = history.Count + 1; epoch <= epochs; epoch++)
            {
                PutWeights(toUse: false);
                var metrics = TrainEpoch(train, epoch, epochs, SchedulesSteps ? scheduler : null, progress, cancellationToken);
                PutWeights(toUse: true);
                if (test is not null)
                {
                    var evaluation = Evaluate(model, loss, test, cancellationToken);
                    RequireFinite(evaluation.Loss, epoch);
                    metrics = metrics with { TestLoss = evaluation.Loss, TestAccuracy = evaluation.Accuracy };
                }

                if (!SchedulesSteps)
                    scheduler?.Step();
                Plateau?.Step(metrics.TestLoss ?? metrics.TrainLoss);
                history.Add(metrics);
                (State.History, State.ScheduleSteps) = ([.. history], scheduler?.StepCount ?? 0);
                SaveCheckpoint();
                if (StatePath is not null)
                    State.Save(StatePath);
                epochEnded?.Invoke(metrics);
            }
        }
        catch (OperationCanceledException)
        {
            PutWeights(toUse: true);
            SaveCheckpoint();
            throw;
        }

        return history;
    }

    /// <summary>
    /// Takes training steps on the first batch, and the time that each launch, copy and fill of one takes on the device. The steps
    /// count: the model learns from them.
    /// </summary>
    /// <param name="train">The rows to learn from.</param>
    /// <param name="runs">How many times a step is measured; of each launch the median counts.</param>
    /// <returns>The launches, in the order of the step.</returns>
    /// <exception cref="ArgumentException">There is no batch, or less than one run is asked for.</exception>
    /// <exception cref="PreparedStepException">The step cannot be prepared; the message says what to change.</exception>
    /// <exception cref="InvalidOperationException"><see cref="Device.EnableProfiling"/> was not called at first.</exception>
    public IReadOnlyList<LaunchTime> Profile(DataLoader train, int runs = 10)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentOutOfRangeException.ThrowIfLessThan(runs, 1);
        Device.RequireProfiling();
        BeginTraining();
        foreach (var batch in train.Epoch())
        {
            using (Tape.Scope())
                Step(batch.Inputs, batch.Targets); // what is done once, in a module's first call, has no place in a profile
            using var prepared = PreparedBatch.TryRecord(batch, Step, out var results, out string? refusal);
            if (prepared is not null)
                return prepared.Measure(runs);
            results.Dispose();
            throw new PreparedStepException(refusal!);
        }

        throw new ArgumentException("There is no batch to take a step on.", nameof(train));
    }

    private TrainingState State => _state ??= new TrainingState(model, optimizer)
    {
        Average = Average, Plateau = Plateau, LossScale = LossScale,
    };

    /// <summary>Computes loss and accuracy of a model, without training it.</summary>
    /// <exception cref="OperationCanceledException">The evaluation was cancelled.</exception>
    public static Evaluation Evaluate(Module model, Loss loss, DataLoader data, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentNullException.ThrowIfNull(data);
        bool wasTraining = model.IsTraining;
        model.Evaluate();
        try
        {
            using var results = new BatchResults();
            using (Tape.NoGrad())
            {
                foreach (var batch in data.Epoch())
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    using (Tape.Scope())
                    {
                        var output = model.Forward(batch.Inputs);
                        results.Add(StepResults.Of(loss.Forward(output, batch.Targets), output, batch.Targets), batch);
                    }
                }
            }

            results.Read();
            return new Evaluation(results.Loss, results.Accuracy, results.Count);
        }
        finally
        {
            if (wasTraining)
                model.Train();
        }
    }

    private void BeginTraining()
    {
        model.Train();
        _activities = [.. model.WithParts.OfType<ActivityRegularization>()];
    }

    private EpochMetrics TrainEpoch(
        DataLoader train,
        int epoch,
        int epochs,
        LearningRateScheduler? scheduler,
        IProgress<TrainingProgress>? progress,
        CancellationToken cancellationToken)
    {
        BeginTraining();
        var clock = Stopwatch.StartNew();
        using var results = new BatchResults();
        var steps = _steps ??= new StepRunner(Step, PrepareSteps ? Repeatability.WhyNot(model, loss, Regularizers) : null);
        try
        {
            foreach (var batch in train.Epoch(epoch))
            {
                cancellationToken.ThrowIfCancellationRequested();
                bool isTimeToReport = steps.Take(batch, PrepareSteps && batch.Count == train.BatchSize, results);
                scheduler?.Step();
                if (isTimeToReport)
                    progress?.Report(Progress());
            }
        }
        finally
        {
            steps.EndEpoch();
        }

        results.Read();
        RequireFinite(results.Loss, epoch);
        progress?.Report(Progress());
        double seconds = clock.Elapsed.TotalSeconds;
        return new EpochMetrics(
            epoch, results.Loss, results.Accuracy, TestLoss: null, TestAccuracy: null, seconds, results.Count / seconds);

        TrainingProgress Progress() => new(
            epoch,
            epochs,
            (int)results.Count,
            train.RowsPerEpoch,
            results.Loss,
            results.Accuracy,
            results.Count / clock.Elapsed.TotalSeconds);
    }

    private StepResults Step(Tensor inputs, Tensor targets)
    {
        optimizer.ZeroGrad();
        Tensor output, value;
        using (Autocast.To(Precision))
        {
            output = model.Forward(inputs);
            value = loss.Forward(output, targets);
            var total = value;
            foreach (var regularizer in Regularizers)
                total += regularizer.Penalty(model);
            foreach (var layer in _activities)
                total = layer.Penalty is { } penalty ? total + penalty : total;
            if (LossScale is { } scale)
                scale.Backward(total);
            else
                total.Backward();
        }

        if (LossScale is { } unscale)
            optimizer.Step(unscale);
        else
            optimizer.Step();
        Average?.Update();
        return StepResults.Of(value, output, targets);
    }

    /// <summary>Puts the weights where the model is to be used, or back where training goes on.</summary>
    private void PutWeights(bool toUse)
    {
        if (Average is not null && Average.IsSwapped != toUse)
            Average.Swap();
        if (toUse)
            optimizer.Evaluate();
        else
            optimizer.Train();
    }

    private static void RequireFinite(double loss, int epoch)
    {
        if (!double.IsFinite(loss))
            throw new TrainingDivergedException(epoch);
    }

    private void SaveCheckpoint()
    {
        if (CheckpointPath is not null)
            ModelFile.Save(model, CheckpointPath);
    }
}
