using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using GpuNet.Engine.Tests.RandomPrograms;
using ILGPU;
using ILGPU.Runtime;

namespace GpuNet.Engine.Tests.Api.Surface;

/// <summary>
/// Indices, strides and what else kernels compute with: every public member in a kernel, one a type, gives what it gives on the
/// host, whose values the tests of those types hold to their meaning.
/// </summary>
public sealed class KernelSurfaceTests(TestAccelerators accelerators) : IClassFixture<TestAccelerators>
{
    private const BindingFlags Members = BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;
    // A multiple of the size of every result.
    private const int SlotBytes = 192;

    private static readonly Type[] Types =
    [
        typeof(Index1D), typeof(Index2D), typeof(Index3D), typeof(LongIndex1D), typeof(LongIndex2D), typeof(LongIndex3D),
        typeof(Stride1D), typeof(Stride1D.Dense), typeof(Stride1D.Infinite), typeof(Stride1D.General),
        typeof(Stride2D), typeof(Stride2D.DenseX), typeof(Stride2D.DenseY), typeof(Stride2D.Infinite), typeof(Stride2D.General),
        typeof(Stride3D), typeof(Stride3D.DenseXY), typeof(Stride3D.DenseZY), typeof(Stride3D.Infinite), typeof(Stride3D.General),
        typeof(StrideExtensions.ElementSizeCastContext), typeof(KernelConfig), typeof(SharedMemoryConfig), typeof(IntrinsicMath.IntegerParts),
    ];

    /// <summary>Members that are about objects: of no use in kernels.</summary>
    private static readonly string[] OfTheHost = ["ToString", "GetHashCode", "GetType"];

    private static readonly Dictionary<string, string> Operators = new()
    {
        ["op_Addition"] = "+", ["op_Subtraction"] = "-", ["op_Multiply"] = "*", ["op_Division"] = "/", ["op_Equality"] = "==",
        ["op_Inequality"] = "!=",
    };

    /// <summary>What kernels read their numbers from, so that nothing folds.</summary>
    private static readonly long[] Numbers = Enumerable.Range(0, 40).Select(number => (long)number).ToArray();

    private static readonly Lazy<(Call[] Calls, MethodInfo Kernel)[]> Kernels = new(Compile);

    private sealed record Call(string Source, Type Result, object? Expected);

    public static MatrixTheoryData<TestDevice, int> Cases => new([TestDevice.Cpu, TestDevice.OpenCl], Enumerable.Range(0, Types.Length));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_member_gives_in_a_kernel_what_it_gives_on_the_host(TestDevice device, int type)
    {
        var accelerator = accelerators[device];
        var (calls, kernel) = Kernels.Value[type];
        Assert.NotEmpty(calls);

        using var numbers = accelerator.Allocate1D(Numbers);
        using var results = accelerator.Allocate1D<byte>(calls.Length * SlotBytes);
        accelerator.LoadAutoGroupedKernel(kernel).Launch(
            accelerator.DefaultStream, 1, numbers.View.BaseView, results.View.BaseView);
        accelerator.Synchronize();

        byte[] bytes = results.GetAsArray1D();
        Assert.All(calls, (call, index) => Assert.True(
            Equals(call.Expected, Read(bytes, index * SlotBytes, call.Result)),
            $"{call.Source} is {Read(bytes, index * SlotBytes, call.Result)}, not {call.Expected}"));
    }

    private static (Call[] Calls, MethodInfo Kernel)[] Compile()
    {
        var calls = Array.ConvertAll(Types, type => CallsOf(type).ToArray());
        var assembly = ProgramCompiler.Compile(calls.Select(Source), out string errors);
        Assert.True(assembly is not null, errors);
        return [.. calls.Select((one, index) => (one, assembly.GetType($"Program{index}")!.GetMethod("Kernel")!))];
    }

    private static string Source(Call[] calls, int number)
    {
        var source = new StringBuilder($"public static class Program{number} {{ public static void Kernel(Index1D i, ArrayView<long> x, ArrayView<byte> r) {{\n");
        for (int index = 0; index < calls.Length; index++)
            source.AppendLine($"{{ {calls[index].Source}; r.SubView({index * SlotBytes}, {SlotBytes}).Cast<{Name(calls[index].Result)}>()[0] = v; }}");
        return source.Append("}}").ToString();
    }

    private static IEnumerable<Call> CallsOf(Type type)
    {
        foreach (var field in type.GetFields(Members).Where(field => field.IsStatic))
            yield return new Call($"var v = {Name(type)}.{field.Name}", field.FieldType, field.GetValue(null));
        foreach (var member in type.GetMembers(Members).OfType<MethodBase>().Where(method => !OfTheHost.Contains(method.Name)))
        {
            var method = member is MethodInfo { IsGenericMethodDefinition: true } open ? open.MakeGenericMethod(Array.ConvertAll(open.GetGenericArguments(), Argument)) : member;
            var parameters = method.GetParameters();
            if (parameters.Any(parameter => parameter.ParameterType == typeof(object)))
                continue;
            for (int round = 0; round < 3; round++)
            {
                if (Make(type, method, parameters, round) is { } call)
                    yield return call;
                else
                    Assert.True(round > 0, $"{type}.{method.Name} refuses its first arguments");
            }
        }
    }

    /// <summary>Null if the arguments of this round are out of the member's bounds.</summary>
    private static Call? Make(Type type, MethodBase method, ParameterInfo[] parameters, int round)
    {
        int receivers = method.IsStatic || method.IsConstructor ? 0 : 1;
        var samples = parameters.Select((parameter, index) => parameter.IsOut ? default : Sample(Plain(parameter.ParameterType), index + receivers + round)).ToArray();
        object?[] arguments = Array.ConvertAll(samples, sample => sample.Value);
        var receiver = receivers == 1 ? Sample(type, round) : default;
        object? result;
        try
        {
            result = method is ConstructorInfo constructor ? constructor.Invoke(arguments) : method.Invoke(receiver.Value, arguments);
        }
        catch (TargetInvocationException)
        {
            return null;
        }

        string list = string.Join(", ", samples.Select((sample, index) => parameters[index].IsOut ? $"out var o{index}" : sample.Source));
        if (parameters.Any(parameter => parameter.IsOut))
        {
            var types = Array.ConvertAll(parameters, parameter => Plain(parameter.ParameterType));
            var tuple = typeof(ValueTuple).GetMethods().First(create => create.Name == "Create" && create.GetGenericArguments().Length == types.Length).MakeGenericMethod(types);
            return new Call(
                $"{receiver.Source}.{method.Name}({list}); var v = ({string.Join(", ", types.Select((_, index) => $"o{index}"))})",
                tuple.ReturnType, tuple.Invoke(null, arguments));
        }
        string target = receivers == 1 ? receiver.Source! : Name(type);
        var returned = method is MethodInfo { ReturnType: var returns } ? returns : type;
        if (returned == typeof(void))
        {
            // A property's setter: the struct that it leaves behind.
            return new Call($"var v = {target}; v.{method.Name[4..]} = {list}", type, receiver.Value);
        }
        string expression = method switch
        {
            ConstructorInfo => $"new {Name(type)}({list})",
            { Name: "op_Implicit" or "op_Explicit" } => $"({Name(returned)}){list}",
            { Name: var name } when Operators.TryGetValue(name, out string? symbol) => $"{samples[0].Source} {symbol} {samples[1].Source}",
            { IsSpecialName: true } => $"{target}.{method.Name[4..]}",
            { IsGenericMethod: true } => $"{target}.{method.Name}<{string.Join(", ", method.GetGenericArguments().Select(Name))}>({list})",
            _ => $"{target}.{method.Name}({list})",
        };
        return new Call($"var v = {expression}", returned, result);
    }

    /// <summary>A value of a type as an object and as source that reads its numbers. Round by round, others.</summary>
    private static (string Source, object Value) Sample(Type type, int variant)
    {
        int at = variant % 3 * 3 + 1;
        if (type.IsPrimitive)
            return ($"(({Name(type)})x[{at}])", Convert.ChangeType(at, type, provider: null));
        if (type == typeof(SharedMemoryConfig))
            return ($"new SharedMemoryConfig((int)x[{at}], (int)x[4])", new SharedMemoryConfig(at, 4));
        if (type == typeof(StrideExtensions.ElementSizeCastContext))
            return ($"new {Name(type)}((int)x[8], (int)x[{2 << (variant % 3)}])", new StrideExtensions.ElementSizeCastContext(8, 2 << (variant % 3)));
        // The constructor with most parameters of numbers, or of the type next to them.
        var constructor = type.GetConstructors().Where(candidate => candidate.GetParameters().All(parameter => parameter.ParameterType != typeof(MemoryBuffer)))
            .OrderByDescending(candidate => candidate.GetParameters().Length).ThenBy(candidate => candidate.GetParameters().FirstOrDefault()?.ParameterType.IsPrimitive == false).FirstOrDefault();
        if (constructor is null)
            return ($"default({Name(type)})", RuntimeHelpers.GetUninitializedObject(type));
        var parts = constructor.GetParameters().Select((parameter, index) => parameter.ParameterType.IsPrimitive
            ? ($"({Name(parameter.ParameterType)})x[{at + index}]", Convert.ChangeType(at + index, parameter.ParameterType, provider: null))
            : Sample(parameter.ParameterType, variant + index)).ToArray();
        return ($"new {Name(type)}({string.Join(", ", parts.Select(part => part.Item1))})", constructor.Invoke(Array.ConvertAll(parts, part => part.Item2)));
    }

    /// <summary>A type for the parameter of a generic method, by what it is constrained to.</summary>
    private static Type Argument(Type parameter)
    {
        var constraints = parameter.GetGenericParameterConstraints();
        return constraints.Contains(typeof(IStride1D)) ? typeof(Stride1D.General)
            : constraints.Contains(typeof(IStride2D)) ? typeof(Stride2D.General)
            : constraints.Contains(typeof(IStride3D)) ? typeof(Stride3D.General)
            : constraints.Contains(typeof(IStrideCastContext)) ? typeof(StrideExtensions.ElementSizeCastContext)
            : typeof(int);
    }

    private static Type Plain(Type type) => type.IsByRef ? type.GetElementType()! : type;

    private static string Name(Type type) =>
        type.IsGenericType ? $"{type.FullName![..type.FullName!.IndexOf('`')].Replace('+', '.')}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>"
        : type.FullName!.Replace('+', '.');

    private static object? Read(byte[] bytes, int offset, Type type) => typeof(KernelSurfaceTests)
        .GetMethod(nameof(ReadAs), BindingFlags.Static | BindingFlags.NonPublic)!.MakeGenericMethod(type).Invoke(null, [bytes, offset]);

    private static T ReadAs<T>(byte[] bytes, int offset)
        where T : struct =>
        Unsafe.ReadUnaligned<T>(ref MemoryMarshal.GetArrayDataReference(bytes.AsSpan(offset).ToArray()));
}
