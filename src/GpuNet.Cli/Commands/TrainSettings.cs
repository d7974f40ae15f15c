using GpuNet.Cli.Runs;

namespace GpuNet.Cli.Commands;

/// <summary>What the user asked <c>train</c> for.</summary>
internal sealed record TrainSettings(RunSettings Run, string Device, string? Output, bool Overwrite, bool Summary, bool Verbose);

/// <summary>What the user asked <c>train --resume</c> for; null where the run's configuration decides.</summary>
internal sealed record ResumeSettings(string Run, string? Device, int? Epochs, bool Summary, bool Verbose);
