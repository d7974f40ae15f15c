using System.Collections.Concurrent;
using System.Reflection;
using System.Reflection.Metadata;

namespace GpuNet.Engine.Frontend.IL;

/// <summary>
/// A method's decoded body with everything about it that does not depend on the caller; made once a method.
/// </summary>
internal sealed class MethodIL
{
    private static readonly ConcurrentDictionary<MethodBase, MethodIL?> Cache = new();
    private readonly Type[]? typeArguments;
    private readonly Type[]? methodArguments;
    private readonly object?[] resolved;

    private MethodIL(MethodBase method, MethodBody body)
    {
        Method = method;
        Name = TypeNames.Of(method);
        typeArguments = method.DeclaringType is { IsGenericType: true } type ? type.GetGenericArguments() : null;
        methodArguments = method.IsGenericMethod ? method.GetGenericArguments() : null;
        Instructions = ILReader.Read(body.GetILAsByteArray());
        resolved = new object?[Instructions.Length];
        LocalTypes = [.. body.LocalVariables.Select(local => local.LocalType)];
        HasExceptionHandlers = body.ExceptionHandlingClauses.Count > 0;
        var flow = new ILFlow(Instructions);
        PredecessorCounts = flow.PredecessorCounts;
        LoopDepths = flow.LoopDepths;
        UsesBeforeAssignment = body.InitLocals
            ? LocalLiveness.ReadBeforeWritten(Instructions, PredecessorCounts, LocalTypes.Length) : [];
        ChangedArguments = [];
        foreach (var instruction in Instructions)
            if (instruction.Op is ILOpCode.Starg or ILOpCode.Ldarga)
                ChangedArguments.Add(instruction.Index);
    }

    public MethodBase Method { get; }
    public string Name { get; }
    public ILInstruction[] Instructions { get; }
    public Type[] LocalTypes { get; }
    public bool HasExceptionHandlers { get; }

    /// <summary>
    /// Edges into each instruction that starts a block, 0 for the others; the entry counts as one edge.
    /// </summary>
    public int[] PredecessorCounts { get; }

    /// <summary>How many backward branches enclose each instruction.</summary>
    public int[] LoopDepths { get; }

    /// <summary>Locals whose initial zero some path can see.</summary>
    public HashSet<int> UsesBeforeAssignment { get; }

    /// <summary>Arguments that are assigned or whose address is taken: only these need memory.</summary>
    public HashSet<int> ChangedArguments { get; }

    /// <summary>Null for methods without a body in IL.</summary>
    public static MethodIL? Of(MethodBase method)
    {
        if (!Cache.TryGetValue(method, out var result))
            Cache[method] = result = method.GetMethodBody() is { } body ? new MethodIL(method, body) : null;
        return result;
    }

    public MethodBase ResolveMethod(int index) => (MethodBase)(resolved[index] ??=
        Method.Module.ResolveMethod(Instructions[index].Token, typeArguments, methodArguments)!);

    public FieldInfo ResolveField(int index) => (FieldInfo)(resolved[index] ??=
        Method.Module.ResolveField(Instructions[index].Token, typeArguments, methodArguments)!);

    public Type ResolveType(int index) => (Type)(resolved[index] ??=
        Method.Module.ResolveType(Instructions[index].Token, typeArguments, methodArguments));

    public MemberInfo ResolveMember(int index) => (MemberInfo)(resolved[index] ??=
        Method.Module.ResolveMember(Instructions[index].Token, typeArguments, methodArguments)!);

    public string ResolveString(int index) => (string)(resolved[index] ??=
        Method.Module.ResolveString(Instructions[index].Token));
}
