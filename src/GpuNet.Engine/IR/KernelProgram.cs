using GpuNet.Engine.IR.Regions;

namespace GpuNet.Engine.IR;

/// <summary>How a kernel gets its index.</summary>
internal enum KernelIndex { Explicit, Index1D, Index2D, Index3D, LongIndex1D, LongIndex2D, LongIndex3D }

/// <summary>An optimized kernel in both of its forms, with what a driver has to know to launch it.</summary>
internal sealed class KernelProgram(Function function, Region body, KernelIndex index)
{
    public Function Function { get; } = function;

    /// <summary>The same blocks as structured control flow: what a back end walks.</summary>
    public Region Body { get; } = body;
    public KernelIndex Index { get; } = index;
    public string Name => Function.Name;

    /// <summary>One 8-byte slot each, in order. Specialized parameters keep their slot although the code no longer reads it.</summary>
    public IReadOnlyList<FunctionParameter> Parameters => Function.Parameters;

    public bool UsesBarriers { get; } = function.UsesBarriers;
    public bool UsesDynamicShared { get; } = function.UsesDynamicShared;
    public long StaticSharedBytes { get; } = function.StaticSharedBytes;

    public override string ToString() => RegionPrinter.Print(Body);
}
