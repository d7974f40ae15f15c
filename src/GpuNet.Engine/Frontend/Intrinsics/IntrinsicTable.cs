using System.Reflection;

namespace GpuNet.Engine.Frontend.Intrinsics;

/// <summary>A member (all its overloads) and its translation.</summary>
internal sealed record IntrinsicEntry(Type Owner, string Member, Intrinsic Translate);

/// <summary>Every member that is translated directly. All other methods are inlined from their IL.</summary>
internal static class IntrinsicTable
{
    private static readonly IntrinsicEntry[][] Groups =
    [
        ViewIntrinsics.Entries,
        WorkItemIntrinsics.Entries,
        WarpIntrinsics.Entries,
        AssemblyIntrinsics.Entries,
        MemoryIntrinsics.Entries,
        AtomicIntrinsics.Entries,
        MathIntrinsics.Entries,
        BitIntrinsics.Entries,
        NumberIntrinsics.Entries,
        RuntimeIntrinsics.Entries,
        IgnoredIntrinsics.Entries,
    ];

    private static readonly Dictionary<Type, Dictionary<string, Intrinsic>> ByOwner = Index();

    public static Intrinsic? Find(MethodBase method)
    {
        if (method.DeclaringType is not { } owner)
            return null;
        if (owner.IsGenericType)
            owner = owner.GetGenericTypeDefinition();
        // Explicit interface implementations carry the interface's name in front.
        string member = method.IsConstructor ? method.Name : method.Name[(method.Name.LastIndexOf('.') + 1)..];
        return ByOwner.TryGetValue(owner, out var members) && members.TryGetValue(member, out var intrinsic) ? intrinsic
            : RuntimeIntrinsics.FindCapability(owner, member);
    }

    private static Dictionary<Type, Dictionary<string, Intrinsic>> Index()
    {
        var index = new Dictionary<Type, Dictionary<string, Intrinsic>>();
        foreach (var group in Groups)
        {
            foreach (var entry in group)
            {
                if (!index.TryGetValue(entry.Owner, out var members))
                    index.Add(entry.Owner, members = []);
                members.Add(entry.Member, entry.Translate);
            }
        }

        return index;
    }
}
