namespace GpuNet.Models;

/// <summary>What one epoch of training came to.</summary>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="TrainLoss">The mean loss over the training rows, penalties not included, each taken before the step it led to.</param>
/// <param name="TrainAccuracy">The share of training rows that were right then; null for regression.</param>
/// <param name="TestLoss">The mean loss over the held-out rows after the epoch; null if there are none.</param>
/// <param name="TestAccuracy">The share of held-out rows right after the epoch; null for regression or if there are none.</param>
/// <param name="Seconds">The time the epoch took to train, evaluation not included.</param>
/// <param name="SamplesPerSecond">Training rows a second.</param>
public sealed record EpochMetrics(
    int Epoch,
    double TrainLoss,
    double? TrainAccuracy,
    double? TestLoss,
    double? TestAccuracy,
    double Seconds,
    double SamplesPerSecond);
