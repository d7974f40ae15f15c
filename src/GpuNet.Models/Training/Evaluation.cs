namespace GpuNet.Models;

/// <summary>How a model does on a data set.</summary>
/// <param name="Loss">The mean loss.</param>
/// <param name="Accuracy">The share of rows that are right; null for regression.</param>
/// <param name="Count">The number of rows.</param>
public sealed record Evaluation(double Loss, double? Accuracy, long Count);
