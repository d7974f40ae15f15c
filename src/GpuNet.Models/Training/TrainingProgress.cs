namespace GpuNet.Models;

/// <summary>Where training stands inside an epoch.</summary>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="Epochs">How many there will be.</param>
/// <param name="Samples">The rows of this epoch seen so far.</param>
/// <param name="SamplesPerEpoch">The rows of an epoch.</param>
/// <param name="Loss">The mean loss of this epoch so far.</param>
/// <param name="Accuracy">The share of rows that were right so far; null for regression.</param>
/// <param name="SamplesPerSecond">The speed of this epoch so far.</param>
public readonly record struct TrainingProgress(
    int Epoch, int Epochs, int Samples, int SamplesPerEpoch, double Loss, double? Accuracy, double SamplesPerSecond);
