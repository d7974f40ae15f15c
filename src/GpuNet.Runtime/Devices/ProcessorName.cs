using System.Runtime.InteropServices;

namespace GpuNet;

/// <summary>What the operating system calls the processor; the engines' own names for it tell nothing of it.</summary>
internal static class ProcessorName
{
    private static readonly string Value = $"{Model()}, {Environment.ProcessorCount} {(Environment.ProcessorCount == 1 ? "core" : "cores")}";

    /// <summary>The name of a device: the driver's, or the processor's.</summary>
    internal static string Or(string driverName, DeviceKind kind) => kind == DeviceKind.Cpu ? Value : driverName;

    private static string Model()
    {
        const string Linux = "/proc/cpuinfo";
        var model = File.Exists(Linux)
            ? File.ReadLines(Linux).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[^1].Trim()
            : Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER");
        return string.IsNullOrEmpty(model) ? $"{RuntimeInformation.ProcessArchitecture} processor" : model;
    }
}
