using System.Reflection;
using GpuNet.Kernels;

namespace GpuNet.Runtime.Tests.TensorOps;

public class CatalogueTests
{
    /// <summary>Members that make tensors and are no ops of their own, and why.</summary>
    private static readonly string[] Others =
    [
        // The tape, memory and types.
        "Grad", "Keep", "Detach", "Clone", "To", "From", "Scalar",
        // The indexer's, for one axis.
        "Slice",
        // Full, with a certain number or shape.
        "Zeros", "Ones", "Empty", "ZerosLike", "OnesLike", "FullLike",
        // For data sets, off the tape; IndexSelect is the op.
        "GatherRows",
        // Compositions of elementwise ops and reductions that are catalogued themselves.
        "Softmin", "Sparsemax",
        // Of integers alone, which have no gradients; IntegerTorchTests hold it to torch's values.
        "FloorDivide",
    ];

    [Fact]
    public void Names_are_unique_and_complete()
    {
        var names = GpuNet.TensorOps.All.Select(op => op.Info.Name).ToList();
        Assert.Equal(names.Distinct(), names);
        Assert.All(GpuNet.TensorOps.All, op => Assert.All(
            [op.Info.Name, op.Info.Formula, op.Info.Gradient, op.Info.Source], text => Assert.NotEmpty(text)));
    }

    [Fact]
    public void Every_member_that_makes_a_tensor_is_catalogued()
    {
        var catalogued = GpuNet.TensorOps.All.Select(op => op.Member.Name).ToHashSet();
        var elementwise = OpRegistry.UnaryOps.Select(op => op.Type.Name)
            .Concat(OpRegistry.BinaryOps.Select(op => op.Type.Name)).ToHashSet();
        var unlisted =
            from member in typeof(Tensor).GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
            where MakesTensors(member) && !member.Name.StartsWith("op_", StringComparison.Ordinal)
            where !member.Name.StartsWith("get_", StringComparison.Ordinal)
            where !catalogued.Contains(member.Name) && !elementwise.Contains(member.Name) && !Others.Contains(member.Name)
            select member.Name;
        Assert.Equal([], unlisted.Distinct());
    }

    private static bool MakesTensors(MemberInfo member) => member switch
    {
        MethodInfo { IsGenericMethod: false } method => IsTensor(method.ReturnType),
        PropertyInfo property => IsTensor(property.PropertyType),
        _ => false,
    };

    private static bool IsTensor(Type type) =>
        type == typeof(Tensor) || type == typeof(Tensor[]) || type == typeof(OrderedElements);
}
