using ILGPU;

namespace GpuNet.Engine.Drivers.Cpu;

/// <summary>Finds how the CPU accelerators of a context run kernels.</summary>
internal static class CpuExecutionModes
{
    public const string EnvironmentVariable = "GPUNET_CPU_MODE";
    public const string ContextProperty = "GpuNet.Engine.CpuExecutionMode";

    /// <summary>
    /// What the program has chosen; else what the environment says; else debug mode for a context of
    /// <see cref="OptimizationLevel.Debug"/>, and compiled mode for every other.
    /// </summary>
    public static CpuExecutionMode Select(ContextProperties properties)
    {
        var byLevel = properties.OptimizationLevel == OptimizationLevel.Debug
            ? CpuExecutionMode.Debug
            : CpuExecutionMode.Compiled;
        return properties.GetExtensionProperty(ContextProperty, Parse(Environment.GetEnvironmentVariable(EnvironmentVariable)) ?? byLevel);
    }

    internal static CpuExecutionMode? Parse(string? asked) => asked?.ToLowerInvariant() switch
    {
        null or "" => null,
        "debug" => CpuExecutionMode.Debug,
        "compiled" => CpuExecutionMode.Compiled,
        _ => throw new NotSupportedException(
            $"The environment variable {EnvironmentVariable} is '{asked}'; it must be 'debug' or 'compiled'."),
    };
}
