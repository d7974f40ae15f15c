namespace GpuNet;

/// <summary>A launch, copy or fill of a prepared step, and its time on the device.</summary>
/// <param name="Name">The kernel with its types, <c>MapKernels.Forward&lt;Relu&gt;</c>; <c>copy</c>, <c>fill with zeros</c>; or the
/// library that multiplies matrices.</param>
/// <param name="Time">The time on the device.</param>
public readonly record struct LaunchTime(string Name, TimeSpan Time);
