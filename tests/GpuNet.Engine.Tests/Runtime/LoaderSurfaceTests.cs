using System.Reflection;
using GpuNet.Engine.Tests.Api;
using GpuNet.Engine.Tests.RandomPrograms;
using ILGPU;
using ILGPU.Runtime;

namespace GpuNet.Engine.Tests.Runtime;

/// <summary>Every overload that loads or launches kernels, with every number of parameters.</summary>
public sealed class LoaderSurfaceTests(TestAccelerators accelerators) : IClassFixture<TestAccelerators>
{
    private const int Items = 8;
    private const int MostParameters = 14;

    private static readonly Lazy<Type> Kernels = new(Compile);

    private static readonly MethodInfo[] Overloads =
    [
        .. typeof(KernelLoaders).GetMethods(BindingFlags.Public | BindingFlags.Static),
        .. typeof(Accelerator).GetMethods().Where(method => method.Name is "Launch" or "LaunchAutoGrouped"),
    ];

    public static TheoryData<string> Families => new(Overloads.Select(method => method.Name).Distinct());

    [Theory]
    [MemberData(nameof(Families))]
    public void Every_overload_runs_the_kernel_with_all_of_its_arguments(string family)
    {
        var accelerator = accelerators[TestDevice.Cpu];
        using var stream = accelerator.CreateStream();
        using var results = accelerator.Allocate1D<int>(Items);
        foreach (var open in Overloads.Where(method => method.Name == family))
        {
            var action = open.GetParameters().First(parameter => typeof(Delegate).IsAssignableFrom(parameter.ParameterType)).ParameterType;
            bool isExplicit = action.GetGenericArguments()[0].Name != "TIndex";
            int parameters = action.GetGenericArguments().Length - (isExplicit ? 0 : 1);
            Type[] arguments = [typeof(ArrayView<int>), .. Enumerable.Repeat(typeof(int), parameters - 1)];
            var method = open.MakeGenericMethod(isExplicit ? arguments : [typeof(Index1D), .. arguments]);
            var kernel = Kernels.Value.GetMethod($"{(isExplicit ? "Explicit" : "Implicit")}{parameters}")!;

            object?[] Arguments(ParameterInfo[] targets)
            {
                int number = 2;
                return Array.ConvertAll(targets, parameter => (parameter.ParameterType, parameter.Name) switch
                {
                    ({ IsByRef: true } type, _) when type == typeof(KernelInfo).MakeByRefType() => null,
                    (var type, _) when typeof(Delegate).IsAssignableFrom(type) => kernel.CreateDelegate(type),
                    (var type, _) when type == typeof(Accelerator) => accelerator,
                    (var type, _) when type == typeof(AcceleratorStream) => stream,
                    (var type, _) when type == typeof(Index1D) => new Index1D(Items),
                    (var type, _) when type == typeof(KernelConfig) || type == typeof(KernelConfig).MakeByRefType() => new KernelConfig(2, Items / 2),
                    (var type, _) when type == typeof(KernelSpecialization) => new KernelSpecialization(Items / 2, null),
                    (var type, _) when type == typeof(ArrayView<int>) => results.View.BaseView,
                    (_, "customGroupSize") => 4,
                    _ => (object?)number++,
                });
            }

            results.MemSetToZero();
            object?[] passed = Arguments(method.GetParameters());
            object? launcher = method.Invoke(method.IsStatic ? null : accelerator, passed);
            if (launcher is Delegate launch)
                launch.DynamicInvoke(Arguments(launch.Method.GetParameters()[^launch.GetType().GetMethod("Invoke")!.GetParameters().Length..]));
            accelerator.Synchronize();

            var expected = Enumerable.Range(0, Items).Select(item => item + 1 + Enumerable.Range(2, parameters - 1).Sum(number => number * number));
            Assert.True(expected.SequenceEqual(results.GetAsArray1D()), $"{method} gives {string.Join(", ", results.GetAsArray1D())}");
            for (int index = 0; index < passed.Length; index++)
                Assert.False(passed[index] is null, $"{method} leaves {method.GetParameters()[index].Name} empty");
        }
    }

    private static Type Compile()
    {
        string Kernel(string name, string index, string item, int parameters)
        {
            var numbers = Enumerable.Range(2, parameters - 1).ToArray();
            return $"public static void {name}{parameters}({index}ArrayView<int> results{string.Concat(numbers.Select(number => $", int a{number}"))}) "
                + $"=> results[{item}] = {item} + 1{string.Concat(numbers.Select(number => $" + {number} * a{number}"))};";
        }

        var kernels = Enumerable.Range(1, MostParameters).SelectMany(parameters => new[]
        {
            Kernel("Implicit", "Index1D i, ", "i", parameters), Kernel("Explicit", "", "Grid.GlobalIndex.X", parameters),
        });
        var assembly = ProgramCompiler.Compile([$"public static class Kernels {{ {string.Join('\n', kernels)} }}"], out string errors);
        Assert.True(assembly is not null, errors);
        return assembly.GetType("Kernels")!;
    }
}
