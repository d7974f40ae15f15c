using ILGPU;

namespace GpuNet.Engine.Drivers.Cpu;

/// <summary>How the CPU runs kernels.</summary>
internal enum CpuExecutionMode
{
    /// <summary>Translated to machine code that runs work-items as lanes of vectors, on all cores.</summary>
    Compiled,

    /// <summary>The C# method itself, item by item, so that breakpoints work.</summary>
    Debug,
}

internal static class CpuExecutionModes
{
    public const string EnvironmentVariable = "GPUNET_CPU_MODE";

    /// <summary>The environment decides; without it, a context of <see cref="OptimizationLevel.Debug"/> debugs.</summary>
    public static CpuExecutionMode Select(ContextProperties properties)
    {
        string? asked = Environment.GetEnvironmentVariable(EnvironmentVariable);
        return asked?.ToLowerInvariant() switch
        {
            null or "" => properties.OptimizationLevel == OptimizationLevel.Debug
                ? CpuExecutionMode.Debug
                : CpuExecutionMode.Compiled,
            "debug" => CpuExecutionMode.Debug,
            "compiled" => CpuExecutionMode.Compiled,
            _ => throw new NotSupportedException(
                $"The environment variable {EnvironmentVariable} is '{asked}'; it must be 'debug' or 'compiled'."),
        };
    }
}
