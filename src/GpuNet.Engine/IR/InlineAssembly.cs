namespace GpuNet.Engine.IR;

/// <summary>
/// Text of the device's own assembly language. Its operands are numbered as the instruction has them: first the places to
/// write, then the values to read.
/// </summary>
/// <param name="Text">The text; <c>%0</c> is the first operand, <c>%%</c> a percent sign.</param>
/// <param name="Results">What is written.</param>
internal sealed record InlineAssembly(string Text, IReadOnlyList<AssemblyResult> Results);

/// <param name="Type">The type of what is written.</param>
/// <param name="IsRead">What is in its place before is read, too.</param>
internal readonly record struct AssemblyResult(IRType Type, bool IsRead);
