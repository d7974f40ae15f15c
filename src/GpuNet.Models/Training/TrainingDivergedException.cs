namespace GpuNet.Models;

/// <summary>Training ran away: the loss is no longer a finite number.</summary>
/// <param name="epoch">The epoch in which it happened, from 1.</param>
public sealed class TrainingDivergedException(int epoch)
    : GpuNetException($"The loss is not a finite number any more in epoch {epoch}. Lower the learning rate, or scale the features.")
{
    /// <summary>The epoch in which it happened, from 1.</summary>
    public int Epoch { get; } = epoch;
}
