using System.Diagnostics.CodeAnalysis;
using ILGPU.Backends;

namespace ILGPU.Runtime;

/// <summary>From a launcher delegate back to its kernel.</summary>
public static class KernelUtil
{
    public static bool TryGetKernel<TDelegate>(
        this TDelegate kernelDelegate,
        [NotNullWhen(true)] out Kernel? kernel)
        where TDelegate : Delegate
    {
        ArgumentNullException.ThrowIfNull(kernelDelegate);
        kernel = kernelDelegate.Target as Kernel;
        return kernel is not null;
    }

    public static Kernel GetKernel<TDelegate>(this TDelegate kernelDelegate)
        where TDelegate : Delegate =>
        kernelDelegate.TryGetKernel(out var kernel)
            ? kernel
            : throw new ArgumentException(
                "The delegate launches no kernel; pass one that LoadKernel or one of its relatives has returned.",
                nameof(kernelDelegate));

    public static CompiledKernel GetCompiledKernel<TDelegate>(this TDelegate kernelDelegate)
        where TDelegate : Delegate =>
        kernelDelegate.GetKernel().CompiledKernel;

    public static KernelSpecialization GetKernelSpecialization<TDelegate>(this TDelegate kernelDelegate)
        where TDelegate : Delegate =>
        kernelDelegate.GetKernel().Specialization;

    public static CompiledKernel.KernelInfo? GetKernelInfo<TDelegate>(this TDelegate kernelDelegate)
        where TDelegate : Delegate =>
        kernelDelegate.GetKernel().Info;
}
