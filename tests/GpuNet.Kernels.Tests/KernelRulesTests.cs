using System.Reflection;
using ILGPU;

namespace GpuNet.Kernels.Tests;

/// <summary>What every kernel of the assembly has to keep to, so that both engines can launch it.</summary>
public class KernelRulesTests
{
    private const int MostParameters = 14;

    /// <summary>The kernels: public static methods that return nothing and take views.</summary>
    public static IEnumerable<TheoryDataRow<string>> Kernels =>
        Methods().Select(m => new TheoryDataRow<string>(NameOf(m)));

    [Fact]
    public void The_kernels_are_found() => Assert.True(Methods().Count() > 40);

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Parameters_are_few_public_and_blittable(string name)
    {
        var kernel = Methods().Single(m => NameOf(m) == name);
        var parameters = kernel.GetParameters();
        Assert.InRange(parameters.Length, 1, MostParameters);
        Assert.True(kernel.DeclaringType!.IsPublic && !kernel.DeclaringType.IsGenericType);
        foreach (var parameter in parameters)
        {
            var type = parameter.ParameterType;
            Assert.True(type.IsGenericParameter || type is { IsValueType: true, IsVisible: true }, $"{parameter}");
            Assert.False(type == typeof(bool) || type.IsByRef, $"{parameter}");
            if (!type.IsGenericParameter && !type.IsGenericType)
                Assert.All(FieldsOf(type), field => Assert.NotEqual(typeof(bool), field.FieldType));
        }

        foreach (var argument in kernel.GetGenericArguments())
            Assert.True(IsUnmanaged(argument), $"{argument} lacks the constraint 'unmanaged'");
    }

    internal static IEnumerable<MethodInfo> Methods() =>
        from type in typeof(MapKernels).Assembly.GetExportedTypes()
        where type is { IsAbstract: true, IsSealed: true }
        from method in type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)
        where method.ReturnType == typeof(void) && method.GetParameters().Any(p => IsView(p.ParameterType))
        select method;

    internal static string NameOf(MethodInfo method) => $"{method.DeclaringType!.Name}.{method.Name}";

    internal static bool IsView(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ArrayView<>);

    private static FieldInfo[] FieldsOf(Type type) =>
        type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic);

    private static bool IsUnmanaged(Type argument) => argument.GetCustomAttributesData()
        .Any(a => a.AttributeType.FullName == "System.Runtime.CompilerServices.IsUnmanagedAttribute");
}
