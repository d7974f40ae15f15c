using GpuNet.Models;

namespace GpuNet.Cli.Output;

/// <summary>Shows training as it goes.</summary>
internal interface ITrainingDisplay : IProgress<TrainingProgress>
{
    void EpochEnded(EpochMetrics metrics);
}
