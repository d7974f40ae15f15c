#if EMBEDDED_ENGINE
using System.Reflection;
using GpuNet.Engine.Frontend;
using GpuNet.Engine.IR;
using GpuNet.Engine.Transforms;
using GpuNet.Kernels.Tests.Storage;
using ILGPU;

namespace GpuNet.Kernels.Tests;

/// <summary>Every kernel of the assembly, with every op it can take.</summary>
internal static class EveryKernel
{
    private static readonly Dictionary<int, long> NoConstants = [];
    private static readonly Lazy<MethodInfo[]> Closed = new(() => [.. Kernels()]);

    internal static IReadOnlyList<MethodInfo> Methods => Closed.Value;

    private static IEnumerable<MethodInfo> Kernels() => KernelRulesTests.Methods().SelectMany(kernel =>
    {
        var closed = Close(kernel).ToList();
        var launched = closed.Where(Fits).ToList();
        return launched.Count > 0 ? launched : closed.Take(1);
    });

    /// <summary>Whether the runtime would launch it: the backward kernels for what an op does not need, or the update of more states than a rule has, it does not.</summary>
    private static bool Fits(MethodInfo kernel)
    {
        var op = kernel.IsGenericMethod ? kernel.GetGenericArguments()[0] : null;
        var what = op?.GetProperty("Info")?.GetValue(null);
        if (what is OptimizerInfo rule && kernel.Name.StartsWith("Update", StringComparison.Ordinal))
            return kernel.Name == $"Update{rule.States}";
        BackwardNeeds? needs = what switch
        {
            OpInfo info => info.Needs,
            BinaryOpInfo info => info.Needs,
            _ => null,
        };
        return needs is null || !kernel.Name.Contains("From", StringComparison.Ordinal) || kernel.Name.EndsWith(needs switch
        {
            BackwardNeeds.None => "FromNothing",
            BackwardNeeds.Output => "FromOutput",
            BackwardNeeds.Input when kernel.Name.EndsWith('s') => "Inputs",
            BackwardNeeds.Input => "FromInput",
            _ => "FromBoth",
        }, StringComparison.Ordinal);
    }

    /// <summary>
    /// The kernel with all its kinds of numbers. Its ops take turns: each is there with each kind of numbers, but not
    /// with each op for another parameter. Later parameters fall behind by one in each round, so that those with few
    /// candidates do not always meet the same.
    /// </summary>
    private static IEnumerable<MethodInfo> Close(MethodInfo kernel)
    {
        if (!kernel.IsGenericMethodDefinition)
            return [kernel];
        var parameters = kernel.GetGenericArguments();
        if (parameters.Any(parameter => parameter.Name == "TCopy") && parameters.Any(parameter => parameter.Name == "TStored"))
            return CloseWithCopies(kernel, parameters);
        if (parameters.Any(parameter => parameter.Name == "TStored" || parameter.Name == "TTo"))
            return ElementTypes.ArgumentsOf(kernel).Select(types => kernel.MakeGenericMethod(types));
        (Type Scalar, Type Math)[] numbers = parameters.Any(parameter => parameter.Name == "TMath")
            ? [(typeof(float), typeof(PortableMath)), (typeof(float), typeof(FastMath)), (typeof(double), typeof(DoubleMath))]
            : [.. IntegersOf(parameters).Append(typeof(float)).Append(typeof(double)).Select(type => (type, typeof(void)))];
        // Some kernels are for floats alone.
        if (parameters.Any(parameter => parameter.GetGenericParameterConstraints().Contains(typeof(IScalarMath<float>))))
            numbers = [(typeof(float), typeof(PortableMath))];
        var ops = parameters.Where(parameter => parameter.Name is not ("T" or "TMath")).ToDictionary(parameter => parameter, Candidates);
        int turns = ops.Values.Select(candidates => candidates.Length).Append(1).Max();
        var places = parameters.Select((parameter, place) => (parameter, place)).ToDictionary(one => one.parameter, one => one.place);
        return
            from number in numbers
            from turn in Enumerable.Range(0, turns)
            select kernel.MakeGenericMethod([.. parameters.Select(parameter => parameter.Name switch
            {
                "T" => number.Scalar,
                "TMath" => number.Math,
                _ => ops[parameter][(turn + turn / ops[parameter].Length * places[parameter]) % ops[parameter].Length],
            })]);
    }

    /// <summary>
    /// Kernels that move weights, with each rule: without a copy of them in all kinds of numbers, with copies of 16 bits, and in turns
    /// with copies that are floats.
    /// </summary>
    private static IEnumerable<MethodInfo> CloseWithCopies(MethodInfo kernel, Type[] parameters)
    {
        Type[][] copies =
        [
            [typeof(float), typeof(NoWeightCopy<float>), typeof(float), typeof(PortableMath)],
            [typeof(float), typeof(NoWeightCopy<float>), typeof(float), typeof(FastMath)],
            [typeof(double), typeof(NoWeightCopy<double>), typeof(double), typeof(DoubleMath)],
            [typeof(ushort), typeof(RoundedWeightCopy<ushort, BFloat16Storage>), typeof(float), typeof(PortableMath)],
            [typeof(ushort), typeof(RoundedWeightCopy<ushort, Float16Storage>), typeof(float), typeof(PortableMath)],
        ];
        Type[][] rules = parameters[0].Name == "TUpdate" ? [.. Candidates(parameters[0]).Select(rule => (Type[])[rule])] : [[]];
        return rules.SelectMany((rule, turn) => copies.Append(Floats(turn)).Select(copy => kernel.MakeGenericMethod([.. rule, .. copy])));

        static Type[] Floats(int turn)
        {
            var storage = ElementTypes.RoundedFloats[turn % ElementTypes.RoundedFloats.Count];
            return [typeof(float), typeof(RoundedWeightCopy<,>).MakeGenericType(typeof(float), storage), typeof(float), typeof(PortableMath)];
        }
    }

    /// <summary>Integers, for the kernels of ops that have them.</summary>
    private static IEnumerable<Type> IntegersOf(Type[] parameters) =>
        parameters.SelectMany(parameter => parameter.GetGenericParameterConstraints())
            .Any(constraint => constraint == typeof(IIntegerOp) || constraint == typeof(IComparison))
            ? [typeof(int), typeof(long), typeof(byte)]
            : [];

    /// <summary>The structs of the assembly that implement the parameter's interface, and some compositions of them.</summary>
    private static Type[] Candidates(Type parameter) =>
        [.. Parts(parameter), .. Implementations(parameter).Where(type => type.IsGenericTypeDefinition).SelectMany(Compose)];

    private static IEnumerable<Type> Compose(Type definition)
    {
        var parts = definition.GetGenericArguments().Select(Parts).ToList();
        return Enumerable.Range(0, parts.Max(candidates => Math.Min(candidates.Length, 2)))
            .Select(turn => definition.MakeGenericType([.. parts.Select(candidates => candidates[turn % candidates.Length])]));
    }

    /// <summary>Plain structs; where only compositions implement the interface, those that wrap one of them.</summary>
    private static Type[] Parts(Type parameter)
    {
        var structs = Implementations(parameter).ToLookup(type => type.IsGenericTypeDefinition);
        return structs[false].Any()
            ? [.. structs[false]]
            : [.. from wrapper in structs[true]
                  where wrapper.GetGenericArguments().Length == 1
                  from part in Parts(wrapper.GetGenericArguments()[0])
                  select wrapper.MakeGenericType(part)];
    }

    private static IEnumerable<Type> Implementations(Type parameter)
    {
        var contract = Definition(parameter.GetGenericParameterConstraints().Single(constraint => constraint.IsInterface));
        return typeof(MapKernels).Assembly.GetExportedTypes()
            .Where(type => type.IsValueType && type.GetInterfaces().Any(implemented => Definition(implemented) == contract));
    }

    private static Type Definition(Type type) => type.IsGenericType ? type.GetGenericTypeDefinition() : type;

    internal static KernelProgram Translate(MethodInfo kernel, bool hasWarps = true)
    {
        var index = kernel.GetParameters()[0].ParameterType == typeof(Index1D) ? KernelIndex.Index1D : KernelIndex.Explicit;
        return Optimizer.Run(KernelCompiler.Compile(kernel, index, hasWarps), index, NoConstants);
    }
}
#endif
