#if EMBEDDED_ENGINE
using System.Reflection;
using System.Reflection.Metadata;
using GpuNet.Engine.Frontend;
using GpuNet.Engine.Frontend.IL;

namespace GpuNet.Kernels.Tests;

/// <summary>The IL of kernels and of every method of the library that they reach.</summary>
internal sealed class KernelCode
{
    private readonly HashSet<MethodBase> found = [];
    private readonly Queue<MethodBase> waiting = [];

    public KernelCode(IEnumerable<MethodInfo> kernels)
    {
        foreach (var kernel in kernels)
            Add(kernel);
        while (waiting.TryDequeue(out var method))
            Read(MethodIL.Of(method) ?? throw new InvalidOperationException($"{method} has no body in IL."));
    }

    /// <summary>The bodies, once each.</summary>
    public List<MethodIL> Bodies { get; } = [];

    /// <summary>Calls of members that are not the library's own.</summary>
    public List<(MethodBase Caller, MethodBase Called)> Calls { get; } = [];

    /// <summary>Calls whose target only the object at hand decides, and of bodies that interfaces have for their members.</summary>
    public List<(MethodBase Caller, MethodBase Called)> VirtualCalls { get; } = [];

    private void Add(MethodBase method)
    {
        if (found.Add(method))
            waiting.Enqueue(method);
    }

    private void Read(MethodIL il)
    {
        Bodies.Add(il);
        Type? receiver = null;
        for (int index = 0; index < il.Instructions.Length; index++)
        {
            var op = il.Instructions[index].Op;
            if (op == ILOpCode.Constrained)
                receiver = il.ResolveType(index);
            if (op is not (ILOpCode.Call or ILOpCode.Callvirt or ILOpCode.Newobj))
                continue;
            var method = il.ResolveMethod(index);
            if (receiver is not null)
                method = CallResolver.Resolve(receiver, method) ?? method;
            receiver = null;
            if (method.DeclaringType!.IsInterface || (op == ILOpCode.Callvirt && method is { IsVirtual: true, IsFinal: false, DeclaringType.IsValueType: false }))
                VirtualCalls.Add((il.Method, method));
            else if (method.Module == typeof(MapKernels).Module)
                Add(method);
            else
                Calls.Add((il.Method, method));
        }
    }
}
#endif
