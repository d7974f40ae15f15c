using GpuNet.Engine.Drivers.Cpu;
using ILGPU;

namespace GpuNet.Engine;

/// <summary>How a CPU accelerator runs kernels.</summary>
public enum CpuExecutionMode
{
    /// <summary>Translated to machine code, on all cores.</summary>
    Compiled,

    /// <summary>The C# method itself runs, work-item by work-item, so that breakpoints work and every access is checked.</summary>
    Debug,
}

/// <summary>Settings of a context that this engine has beyond the programming model.</summary>
public static class ContextBuilderExtensions
{
    /// <summary>
    /// Chooses how the context's CPU accelerators run kernels, whatever the optimization level and the environment variable
    /// <c>GPUNET_CPU_MODE</c> say.
    /// </summary>
    public static Context.Builder CpuMode(this Context.Builder builder, CpuExecutionMode mode)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (!Enum.IsDefined(mode))
            throw new ArgumentOutOfRangeException(nameof(mode), mode, "Choose CpuExecutionMode.Compiled or CpuExecutionMode.Debug.");
        builder.SetExtensionProperty(CpuExecutionModes.ContextProperty, mode);
        return builder;
    }
}
