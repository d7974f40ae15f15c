using ILGPU.Runtime;

namespace GpuNet;

/// <summary>A launch, copy or fill of a recorded step.</summary>
/// <param name="Name">What it is called in profiles.</param>
/// <param name="Issue">Issues it with its arguments to any stream of its device.</param>
internal readonly record struct StepWork(string Name, Action<AcceleratorStream> Issue);
