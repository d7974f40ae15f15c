#if EMBEDDED_ENGINE
using System.Reflection;
using GpuNet.Engine.Backends;
using GpuNet.Engine.Backends.C;
using GpuNet.TestKit;

namespace GpuNet.Kernels.Tests;

/// <summary>Every kernel of the assembly, with every op it can take, is CUDA C that a compiler for NVIDIA's GPUs accepts.</summary>
public class CudaSourceTests
{
    private static readonly Lazy<KernelSource[]> Sources = new(() => [.. EveryKernel.Programs.Select(program => CEmitter.Emit(program, new CudaDialect()))]);
    private static readonly Lazy<string> Sm80 = new(() => Compile("sm_80")), Sm90 = new(() => Compile("sm_90"));

    /// <summary>The PTX that clang makes of all kernels.</summary>
    internal static string Ptx => Sm80.Value;

    [Theory]
    [InlineData("sm_80")]
    [InlineData("sm_90")]
    public void Every_kernel_compiles(string architecture)
    {
        string ptx = (architecture == "sm_80" ? Sm80 : Sm90).Value;
        int entries = ptx.Split(".visible .entry ").Length - 1;
        Assert.Equal(Sources.Value.Length, entries);
    }

    [Fact]
    public void Inline_PTX_has_known_forms_only() => Assert.All(
        Sources.Value.SelectMany(source => PtxForms.In(source.Text)), assembly => Assert.Null(PtxForms.FirstUnknown(assembly)));

    [Fact]
    public void Every_kernel_and_every_op_is_among_them()
    {
        var kernels = EveryKernel.Methods;
        Assert.Equal(
            KernelRulesTests.Methods().Select(KernelRulesTests.NameOf).Order(),
            kernels.Select(KernelRulesTests.NameOf).Distinct().Order());
        var arguments = kernels.SelectMany(kernel => kernel.GetGenericArguments()).ToHashSet();
        Assert.All(OpRegistry.UnaryOps.Select(op => op.Type), type => Assert.Contains(type, arguments));
        Assert.All(OpRegistry.BinaryOps.Select(op => op.Type), type => Assert.Contains(type, arguments));
        Assert.All(OpRegistry.Reductions.Select(op => op.Type), type => Assert.Contains(type, arguments));
        Assert.All(OpRegistry.Optimizers.Select(op => op.Type), type => Assert.Contains(type, arguments));
    }

    /// <summary>A closed kernel as CUDA C.</summary>
    internal static (string Text, string EntryPoint) Emit(MethodInfo kernel)
    {
        var source = CEmitter.Emit(EveryKernel.Translate(kernel), new CudaDialect());
        return (source.Text, source.EntryPoint);
    }

    private static string Compile(string architecture) =>
        CudaCompiler.Compile(architecture, Sources.Value.Select(source => (source.Text, source.EntryPoint)));
}
#endif
