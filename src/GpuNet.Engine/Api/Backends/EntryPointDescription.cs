using System.Reflection;

namespace ILGPU.Backends.EntryPoints;

/// <summary>A method that is to become a kernel, and how it gets its index.</summary>
public readonly struct EntryPointDescription
{
    private EntryPointDescription(MethodInfo methodSource, IndexType indexType)
    {
        MethodSource = methodSource;
        IndexType = indexType;
    }

    public MethodInfo MethodSource { get; }

    /// <summary><see cref="IndexType.KernelConfig"/> for an explicitly grouped kernel.</summary>
    public IndexType IndexType { get; }

    /// <summary>A kernel that asks for its index itself, through <see cref="Group"/> and <see cref="Grid"/>.</summary>
    public static EntryPointDescription FromExplicitlyGroupedKernel(MethodInfo methodSource)
    {
        ArgumentNullException.ThrowIfNull(methodSource);
        return new(methodSource, IndexType.KernelConfig);
    }

    /// <summary>A kernel whose first parameter is its index.</summary>
    public static EntryPointDescription FromImplicitlyGroupedKernel(MethodInfo methodSource)
    {
        ArgumentNullException.ThrowIfNull(methodSource);
        var parameters = methodSource.GetParameters();
        return new(
            methodSource, parameters.Length == 0 ? IndexType.None : parameters[0].ParameterType.GetIndexType());
    }
}
