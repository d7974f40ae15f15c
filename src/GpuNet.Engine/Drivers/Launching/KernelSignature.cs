using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.CompilerServices;
using GpuNet.Engine.Frontend;
using ILGPU;
using ILGPU.Backends.EntryPoints;
using ILGPU.Runtime;

namespace GpuNet.Engine.Drivers.Launching;

/// <summary>
/// A kernel method seen from outside: how it is indexed, and which 8-byte slots its arguments take. The extent of an
/// implicitly grouped kernel comes first, then the parameters' leaves in order.
/// </summary>
internal sealed class KernelSignature
{
    private KernelSignature(MethodInfo method, IndexType indexType, ImmutableArray<KernelParameter> parameters)
    {
        Method = method;
        IndexType = indexType;
        Parameters = parameters;
        ExtentSlotCount = SlotsOf(indexType);
        SlotCount = ExtentSlotCount + parameters.Sum(static parameter => parameter.SlotCount);
        SpecializedSlots =
        [
            .. parameters
                .Where(static parameter => parameter.IsSpecialized)
                .SelectMany(static parameter => Enumerable.Range(parameter.FirstSlot, parameter.SlotCount)),
        ];
    }

    public MethodInfo Method { get; }

    public string Name => TypeNames.Of(Method);

    /// <summary><see cref="IndexType.KernelConfig"/> for an explicitly grouped kernel.</summary>
    public IndexType IndexType { get; }

    public bool IsImplicitlyGrouped => IndexType != IndexType.KernelConfig;

    /// <summary>The type of the launch shape: the index or <see cref="KernelConfig"/>.</summary>
    public Type ShapeType => IndexType.GetManagedIndexType();

    /// <summary>The parameters without the index.</summary>
    public ImmutableArray<KernelParameter> Parameters { get; }

    public int ExtentSlotCount { get; }

    public int SlotCount { get; }

    /// <summary>The slots of the <see cref="SpecializedValue{T}"/> parameters.</summary>
    public ImmutableArray<int> SpecializedSlots { get; }

    /// <exception cref="NotSupportedException">The method needs an object of the host: it is an instance method, or a lambda that captures.</exception>
    /// <exception cref="KernelCompilationException">The method cannot be a kernel; the message says why.</exception>
    public static KernelSignature Of(in EntryPointDescription entry)
    {
        var method = entry.MethodSource;
        if (ReceiverViolation(method) is { } receiver)
            throw new NotSupportedException($"The kernel {TypeNames.Of(method)} cannot be loaded: {receiver}.");
        var violations = MethodViolations(entry).ToList();
        if (violations.Count > 0)
            throw new KernelCompilationException(TypeNames.Of(method), violations);
        bool hasIndex = entry.IndexType != IndexType.KernelConfig;
        var parameters = ImmutableArray.CreateBuilder<KernelParameter>();
        int slot = SlotsOf(entry.IndexType);
        foreach (var parameter in method.GetParameters().Skip(hasIndex ? 1 : 0))
        {
            if (ParameterViolation(parameter) is { } violation)
            {
                violations.Add($"the parameter '{parameter.Name}': {violation}");
                continue;
            }

            var layout = TypeLayout.Of(parameter.ParameterType);
            parameters.Add(new KernelParameter(parameter.Name ?? $"arg{parameter.Position}", layout, slot));
            slot += parameters[^1].SlotCount;
        }

        return violations.Count == 0
            ? new KernelSignature(method, entry.IndexType, parameters.ToImmutable())
            : throw new KernelCompilationException(TypeNames.Of(method), violations);
    }

    private static IEnumerable<string> MethodViolations(EntryPointDescription entry)
    {
        var method = entry.MethodSource;
        if (method.ContainsGenericParameters)
            yield return "it has open type parameters; close them with MakeGenericMethod";
        if (method.ReturnType != typeof(void))
            yield return "it returns a value; a kernel writes its results into views";
        if (entry.IndexType == IndexType.None)
        {
            yield return "its first parameter is not an index; start with Index1D, Index2D, Index3D or one of their long "
                + "forms, or load an explicitly grouped kernel with LoadKernel";
        }
    }

    private static string? ReceiverViolation(MethodInfo method)
    {
        if (method.IsStatic)
            return null;
        var owner = method.DeclaringType;
        if (owner is null || !owner.IsDefined(typeof(CompilerGeneratedAttribute)))
            return "it is an instance method; make it static";
        return owner.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).Length > 0
            ? "it is a lambda that captures variables; pass them as kernel arguments instead"
            : null;
    }

    private static string? ParameterViolation(ParameterInfo parameter)
    {
        var type = parameter.ParameterType;
        if (type.IsByRef)
            return "it is passed by reference; kernels take values and views";
        if (!type.IsValueType)
            return $"{TypeNames.Of(type)} lives on the host; kernels take views, primitive types and structs of them";
        try
        {
            return ParameterPart.Of(TypeLayout.Of(type)).FirstOrDefault(static part => part.Layout.Type.IsArray) is { } array
                ? $"{TypeNames.Of(array.Layout.Type)} is an array of the host; copy it to a buffer and pass its view"
                : null;
        }
        catch (NotSupportedException exception)
        {
            return exception.Message;
        }
    }

    private static int SlotsOf(IndexType indexType) => indexType switch
    {
        IndexType.Index1D or IndexType.LongIndex1D => 1,
        IndexType.Index2D or IndexType.LongIndex2D => 2,
        IndexType.Index3D or IndexType.LongIndex3D => 3,
        _ => 0,
    };
}

