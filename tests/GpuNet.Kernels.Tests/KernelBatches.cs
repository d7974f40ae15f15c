#if EMBEDDED_ENGINE
using System.Reflection;
using GpuNet.Engine.Backends;
using GpuNet.Engine.Backends.C;
using GpuNet.Engine.Drivers;
using GpuNet.Engine.IR;

namespace GpuNet.Kernels.Tests;

/// <summary>
/// Every kernel of the assembly as CUDA C, each text once, in batches that a compiler takes seconds for: xunit takes a process
/// that ends after a minute without a word, because its last test was a long one, for one that crashed.
/// </summary>
public static class KernelBatches
{
    private const int Count = 12;

    private static readonly Lazy<Kernel[][]> Batches = new(Deal);

    public static TheoryData<int> Numbers => [.. Enumerable.Range(0, Count)];

    internal static Kernel[] Number(int batch) => Batches.Value[batch];

    // The longest first, each batch one in turn, so that all take about the same time.
    private static Kernel[][] Deal() =>
    [
        .. EveryKernel.Methods.AsParallel().AsOrdered()
            .Select(method => (Method: method, Program: EveryKernel.Translate(method)))
            .Select(kernel => (kernel.Method, kernel.Program, Source: CEmitter.Emit(kernel.Program, new CudaDialect())))
            .AsSequential()
            .GroupBy(kernel => kernel.Source.Text)
            .Select(same => Written(new Kernel([.. same.Select(kernel => kernel.Method)], same.First().Program, same.First().Source)))
            .OrderByDescending(kernel => kernel.Source.Text.Length)
            .Select((kernel, place) => (kernel, place))
            .GroupBy(placed => placed.place % Count, placed => placed.kernel)
            .Select(batch => batch.ToArray()),
    ];

    // GPUNET_DUMP takes these, too: for other compilers than the one that tests have.
    private static Kernel Written(Kernel kernel)
    {
        SourceDump.Write(kernel.Source.EntryPoint, ".cu", $"// {kernel.Title}\n{kernel.Source.Text}");
        return kernel;
    }

    /// <summary>A text, and what it was made of: kernels may differ in what they take and not use.</summary>
    internal sealed record Kernel(MethodInfo[] Methods, KernelProgram Program, KernelSource Source)
    {
        /// <summary>The first of its methods, with what it is closed with, in one line.</summary>
        public string Title => $"{Methods[0].DeclaringType!.Name}.{Methods[0].Name} {string.Join<Type>(", ", Methods[0].GetGenericArguments())}";
    }
}
#endif
