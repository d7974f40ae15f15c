using GpuNet.Engine.IR;

namespace GpuNet.Engine.Backends;

/// <summary>
/// Instructions of PTX that only one architecture has, and no later one: those of warpgroups, of compute capability 9.0. Code with them is
/// compiled for <c>sm_90a</c>; all other code stays as it is.
/// </summary>
internal static class OneArchitecture
{
    private static readonly string[] Instructions = ["wgmma.", "setmaxnreg."];

    public static bool IsNeededBy(Function function) => function.Instructions.Any(static instruction =>
        instruction.Assembly is { } assembly && Array.Exists(Instructions, name => assembly.Text.Contains(name, StringComparison.Ordinal)));
}
