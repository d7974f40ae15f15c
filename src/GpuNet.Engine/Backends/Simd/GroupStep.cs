using GpuNet.Engine.IR;
using GpuNet.Engine.IR.Regions;

namespace GpuNet.Engine.Backends.Simd;

/// <summary>What one group does, step by step: the kernel's regions, cut at its barriers.</summary>
internal abstract record GroupStep;

/// <summary>A stretch without barriers, which every work-item runs before the next step starts.</summary>
/// <param name="Hoisted">Uniform instructions that run once, before the items do.</param>
/// <param name="Body">What each item runs. May end the item, but goes nowhere else.</param>
/// <param name="IsLast">No step follows, so an item that ends needs no record.</param>
internal sealed record ItemStep(List<Instruction> Hoisted, Region Body, bool IsLast) : GroupStep;

/// <summary>A barrier that computes something: BarrierPopCount or GroupBroadcast.</summary>
internal sealed record CollectStep(Instruction Instruction) : GroupStep;

/// <summary>Passes uniform values to uniform block parameters, once for the group.</summary>
internal sealed record AssignStep(Edge Edge) : GroupStep;

internal sealed record IfStep(Value Condition, List<GroupStep> Then, List<GroupStep> Else) : GroupStep;

internal sealed record LoopStep(Label Label, List<GroupStep> Body) : GroupStep;

internal sealed record ScopeStep(Label Label, List<GroupStep> Body) : GroupStep;

internal sealed record LeaveStep(Label Label) : GroupStep;

/// <summary>Ends the group.</summary>
internal sealed record EndStep : GroupStep;
