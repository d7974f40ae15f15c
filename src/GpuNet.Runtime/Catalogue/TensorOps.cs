using System.Reflection;

namespace GpuNet;

/// <summary>An op over whole tensors, as the catalogue knows it.</summary>
/// <param name="Info">What the op says about itself.</param>
/// <param name="Member">The method, or indexer, that says so.</param>
public sealed record TensorOpEntry(TensorOpAttribute Info, MemberInfo Member)
{
    /// <summary>What a caller writes, without arguments: <c>Tensor.Permute</c>.</summary>
    public string InCode => Member is PropertyInfo
        ? $"{Member.DeclaringType!.Name}[..]"
        : $"{Member.DeclaringType!.Name}.{Member.Name}";
}

/// <summary>
/// Every op that shapes, reduces, orders, joins or makes tensors: the public members with a
/// <see cref="TensorOpAttribute"/>, found by reflection and sorted by name. Elementwise ops are those of the kernels
/// (<see cref="Kernels.OpRegistry"/>).
/// </summary>
public static class TensorOps
{
    private static readonly Type[] Owners = [typeof(Tensor), typeof(Functional), typeof(Generator)];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<TensorOpEntry> All { get; } =
    [
        .. from owner in Owners
           from member in owner.GetMembers(
               BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
           let info = member.GetCustomAttribute<TensorOpAttribute>()
           where info is not null
           orderby info.Name
           select new TensorOpEntry(info, member),
    ];
}
