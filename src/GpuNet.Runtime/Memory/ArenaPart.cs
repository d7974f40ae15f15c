namespace GpuNet;

/// <summary>A parameter's place in an arena.</summary>
/// <param name="Arena">The arena.</param>
/// <param name="Storage">The parameter's memory: a part of that of the arena's values.</param>
/// <param name="Index">The parameter's number.</param>
/// <param name="Start">The parameter's first element in the arena.</param>
/// <param name="Count">How many it has.</param>
internal sealed record ArenaPart(ParameterArena Arena, Storage Storage, int Index, int Start, int Count);
