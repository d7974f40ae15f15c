using ILGPU.Backends;

namespace ILGPU.Runtime;

/// <summary>The launch shape that was chosen for a kernel when it was loaded.</summary>
public sealed class KernelInfo : CompiledKernel.KernelInfo
{
    public KernelInfo(int? minGroupSize, int? minGridSize)
    {
        MinGroupSize = minGroupSize;
        MinGridSize = minGridSize;
    }

    /// <summary>The group size in work-items.</summary>
    public int? MinGroupSize { get; }

    /// <summary>The number of groups that fill the device.</summary>
    public int? MinGridSize { get; }

    public static KernelInfo CreateFrom(CompiledKernel.KernelInfo? info, int? minGroupSize, int? minGridSize) =>
        new(minGroupSize, minGridSize);

    public override void Dump(TextWriter textWriter)
    {
        base.Dump(textWriter);
        textWriter.WriteLine($"  Group size: {MinGroupSize?.ToString() ?? "chosen at launch"}");
        textWriter.WriteLine($"  Groups that fill the device: {MinGridSize?.ToString() ?? "unknown"}");
    }
}
