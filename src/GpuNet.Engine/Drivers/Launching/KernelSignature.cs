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

    public string Name => $"{Method.DeclaringType?.Name}.{Method.Name}";

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

    /// <exception cref="NotSupportedException">The method cannot be a kernel; the message says why.</exception>
    public static KernelSignature Of(in EntryPointDescription entry)
    {
        var method = entry.MethodSource;
        CheckMethod(method);
        bool hasIndex = entry.IndexType != IndexType.KernelConfig;
        var parameters = ImmutableArray.CreateBuilder<KernelParameter>();
        int slot = SlotsOf(entry.IndexType);
        foreach (var parameter in method.GetParameters().Skip(hasIndex ? 1 : 0))
        {
            var layout = LayoutOf(method, parameter);
            parameters.Add(new KernelParameter(parameter.Name ?? $"arg{parameter.Position}", layout, slot));
            slot += parameters[^1].SlotCount;
        }

        return new KernelSignature(method, entry.IndexType, parameters.ToImmutable());
    }

    private static void CheckMethod(MethodInfo method)
    {
        string name = $"{method.DeclaringType}.{method.Name}";
        if (method.ContainsGenericParameters)
            throw new NotSupportedException($"The kernel {name} has open type parameters; close them with MakeGenericMethod.");
        if (method.ReturnType != typeof(void))
            throw new NotSupportedException($"The kernel {name} returns a value; a kernel writes its results into views.");
        if (method.IsStatic)
            return;
        var owner = method.DeclaringType;
        bool isLambda = owner is not null && owner.IsDefined(typeof(CompilerGeneratedAttribute));
        if (!isLambda)
            throw new NotSupportedException($"The kernel {name} is an instance method; make it static.");
        if (owner!.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).Length > 0)
        {
            throw new NotSupportedException(
                $"The kernel {name} is a lambda that captures variables; pass them as kernel arguments instead.");
        }
    }

    private static TypeLayout LayoutOf(MethodInfo method, ParameterInfo parameter)
    {
        string where = $"The parameter '{parameter.Name}' of the kernel {method.DeclaringType}.{method.Name}";
        if (parameter.ParameterType.IsByRef)
            throw new NotSupportedException($"{where} is passed by reference; kernels take values and views.");
        try
        {
            var layout = TypeLayout.Of(parameter.ParameterType);
            if (ParameterPart.Of(layout).FirstOrDefault(static part => part.Layout.Type.IsArray) is { } array)
                throw new NotSupportedException($"{array.Layout.Type} is an array; copy it to a buffer and pass its view.");
            return layout;
        }
        catch (NotSupportedException exception)
        {
            throw new NotSupportedException($"{where} cannot be passed to a kernel: {exception.Message}", exception);
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

