using GpuNet.Engine.IR;

namespace GpuNet.Engine.Backends;

/// <summary>A kernel as a device's compiler takes it, and how to call it.</summary>
/// <param name="Text">The source.</param>
/// <param name="EntryPoint">The kernel's name in it.</param>
/// <param name="Arguments">The parameters that the kernel takes, in order: those that the code reads.</param>
/// <param name="TakesDynamicShared">The arguments are followed by the dynamic shared memory (where the language passes it) and its size.</param>
/// <param name="PlacedSharedBytes">Bytes of dynamic shared memory, before the launch's own, that hold static arrays.</param>
/// <param name="AlignedViews">Views that have to start at a multiple of <see cref="PointerAlignment.Most"/> bytes.</param>
/// <param name="Requirements">What the device has to be able to do.</param>
/// <param name="Reasons">For each requirement, an instruction that needs it.</param>
internal sealed record KernelSource(
    string Text, string EntryPoint, IReadOnlyList<FunctionParameter> Arguments, bool TakesDynamicShared, int PlacedSharedBytes,
    IReadOnlyCollection<ViewSlots> AlignedViews, Requirements Requirements, IReadOnlyDictionary<Requirements, Instruction> Reasons)
{
    /// <summary>Whether its inline PTX has instructions of one architecture alone, which compilers want to be told of.</summary>
    public bool IsForOneArchitecture { get; init; }

    /// <summary>How many neighbouring items of a 1D index a thread runs: a launch needs so many times fewer threads.</summary>
    public int ItemsOfThread { get; init; } = 1;
}

/// <summary>What a source needs of its device beyond the common core.</summary>
[Flags]
internal enum Requirements { None = 0, Float64 = 1, Int64Atomics = 2 }
