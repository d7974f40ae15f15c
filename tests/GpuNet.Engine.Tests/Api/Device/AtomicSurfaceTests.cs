using System.Reflection;
using GpuNet.Engine.Tests.RandomPrograms;
using ILGPU;
using ILGPU.Runtime;

namespace GpuNet.Engine.Tests.Api.Device;

/// <summary>Every overload of the atomics, in global and in shared memory, with the old values that it returns.</summary>
public sealed class AtomicSurfaceTests(TestAccelerators accelerators) : IClassFixture<TestAccelerators>
{
    private const int Groups = 2;
    private const int GroupSize = 16;
    private const int Items = Groups * GroupSize;

    private static readonly (Type Type, string[] Operations)[] Overloads =
        [.. typeof(Atomic).GetMethods(BindingFlags.Public | BindingFlags.Static).Where(method => !method.IsGenericMethod)
            .GroupBy(method => method.ReturnType, (type, methods) => (type, methods.Select(method => method.Name).ToArray()))];

    private static readonly Lazy<Assembly> Kernels = new(Compile);

    public static MatrixTheoryData<TestDevice, string> Cases =>
        new([TestDevice.Cpu, TestDevice.CpuDebug, TestDevice.OpenCl], Overloads.Select(overload => overload.Type.Name));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_operation_happens_in_some_order(TestDevice device, string type) =>
        typeof(AtomicSurfaceTests).GetMethod(nameof(Check), BindingFlags.Static | BindingFlags.NonPublic)!
            .MakeGenericMethod(Overloads.Single(overload => overload.Type.Name == type).Type).Invoke(null, [accelerators[device]]);

    private static void Check<T>(Accelerator accelerator)
        where T : unmanaged
    {
        string[] operations = Overloads.Single(overload => overload.Type == typeof(T)).Operations;
        T[] values = Enumerable.Range(0, Items + 1).Select(Value<T>).ToArray();
        var first = values[Items];

        using var input = accelerator.Allocate1D(values);
        using var global = accelerator.Allocate1D(Enumerable.Repeat(first, operations.Length).ToArray());
        using var globalOld = accelerator.Allocate1D<T>(operations.Length * Items);
        using var shared = accelerator.Allocate1D<T>(operations.Length * Groups);
        using var sharedOld = accelerator.Allocate1D<T>(operations.Length * Items);
        var kernel = Kernels.Value.GetType($"Atomics{typeof(T).Name}")!.GetMethod("Kernel")!
            .CreateDelegate<Action<ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>>>();
        accelerator.Launch(kernel, new KernelConfig(Groups, GroupSize), input.View, global.View, globalOld.View, shared.View, sharedOld.View);
        accelerator.Synchronize();

        T[] globalLast = global.GetAsArray1D(), sharedLast = shared.GetAsArray1D();
        T[] globalOlds = globalOld.GetAsArray1D(), sharedOlds = sharedOld.GetAsArray1D();
        for (int operation = 0; operation < operations.Length; operation++)
        {
            string name = operations[operation];
            CheckOrder(name, first, values.AsSpan(0, Items), globalOlds.AsSpan(operation * Items, Items), globalLast[operation]);
            for (int group = 0; group < Groups; group++)
            {
                CheckOrder(
                    name, first, values.AsSpan(group * GroupSize, GroupSize),
                    sharedOlds.AsSpan(operation * Items + group * GroupSize, GroupSize), sharedLast[group * operations.Length + operation]);
            }
        }
    }

    /// <summary>In one order, what an item leaves is what the next one finds: as many of each value are left as are found.</summary>
    private static void CheckOrder<T>(string operation, T first, ReadOnlySpan<T> values, ReadOnlySpan<T> olds, T last)
        where T : unmanaged
    {
        List<T> left = [first], found = [last];
        var combined = first;
        for (int item = 0; item < values.Length; item++)
        {
            left.Add(Apply(operation, olds[item], values[item], first));
            found.Add(olds[item]);
            combined = Apply(operation, combined, values[item], first);
        }
        Assert.True(left.GroupBy(value => value).All(same => found.Count(value => value.Equals(same.Key)) == same.Count()), $"{operation} of {typeof(T).Name}");
        if (!operation.EndsWith("Exchange", StringComparison.Ordinal))
            Assert.Equal(combined, last);
    }

    private static T Apply<T>(string operation, T old, T value, T compare)
    {
        dynamic a = old!, b = value!;
        return operation switch
        {
            "Add" => (T)(a + b),
            "Max" => a > b ? old : value,
            "Min" => a < b ? old : value,
            "And" => (T)(a & b),
            "Or" => (T)(a | b),
            "Xor" => (T)(a ^ b),
            "Exchange" => value,
            "CompareExchange" => old!.Equals(compare) ? value : old,
            _ => throw new ArgumentOutOfRangeException(nameof(operation), operation, "An operation that the test does not know."),
        };
    }

    /// <summary>Distinct values of both signs; those of integers reach their highest bits, sums of reals are exact.</summary>
    private static T Value<T>(int item)
    {
        int high = item * 37 % 64;
        var value = default(T) switch
        {
            int => (high << 26) + item,
            uint => ((uint)high << 26) + (uint)item,
            long => ((long)high << 58) + item,
            ulong => ((ulong)high << 58) + (ulong)item,
            float => (high - 30) * 0.25f,
            double => (high - 30) * 0.25,
            _ => (object)new Index1D((high << 26) + item),
        };
        return (T)value;
    }

    private static Assembly Compile()
    {
        var assembly = ProgramCompiler.Compile(Overloads.Select(overload => Source(overload.Type.FullName!, overload.Type.Name, overload.Operations)), out string errors);
        Assert.True(assembly is not null, errors);
        return assembly;
    }

    private static string Source(string type, string name, string[] operations)
    {
        string Calls(string target, string olds) => string.Concat(operations.Select((operation, index) =>
            $"{olds}[{index * Items} + i] = Atomic.{operation}(ref {target}[{index}], {(operation == "CompareExchange" ? "first, " : "")}v);\n"));
        return $$"""
            public static class Atomics{{name}}
            {
                public static void Kernel(
                    ArrayView<{{type}}> x, ArrayView<{{type}}> global, ArrayView<{{type}}> globalOld, ArrayView<{{type}}> results, ArrayView<{{type}}> sharedOld)
                {
                    var shared = SharedMemory.Allocate<{{type}}>({{operations.Length}});
                    int i = Grid.GlobalIndex.X;
                    var first = x[{{Items}}];
                    var v = x[i];
                    if (Group.IdxX < {{operations.Length}})
                        shared[Group.IdxX] = first;
                    Group.Barrier();
                    {{Calls("global", "globalOld")}}
                    {{Calls("shared", "sharedOld")}}
                    Group.Barrier();
                    if (Group.IdxX < {{operations.Length}})
                        results[Grid.IdxX * {{operations.Length}} + Group.IdxX] = shared[Group.IdxX];
                }
            }
            """;
    }
}
