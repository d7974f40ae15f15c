#if EMBEDDED_ENGINE
using System.Reflection;
using GpuNet.Engine.Backends.C;
using GpuNet.TestKit;

namespace GpuNet.Kernels.Tests;

/// <summary>Every kernel of the assembly, with every op it can take, is CUDA C that a compiler for NVIDIA's GPUs accepts.</summary>
public class CudaSourceTests
{
    [Theory]
    [MemberData(nameof(KernelBatches.Numbers), MemberType = typeof(KernelBatches))]
    public void Every_kernel_compiles(int batch) => Assert.All(["sm_80", "sm_90", "sm_90a"], architecture =>
    {
        // Those of one architecture alone are for that one.
        var kernels = Array.FindAll(KernelBatches.Number(batch), kernel => kernel.Source.IsForOneArchitecture == (architecture == "sm_90a"));
        if (kernels.Length == 0) return;
        string ptx = CudaCompiler.Compile(architecture, kernels.Select(kernel => (kernel.Source.Text, kernel.Source.EntryPoint)), optimize: false);
        Assert.Equal(kernels.Length, ptx.Split(".visible .entry ").Length - 1);
    });

    [Fact]
    public void Kernels_of_one_architecture_are_those_of_warpgroups() => Assert.Equal(
        [nameof(WarpgroupMatMul)],
        KernelBatches.Numbers.SelectMany(batch => KernelBatches.Number(batch.Data)).Where(kernel => kernel.Source.IsForOneArchitecture)
            .SelectMany(kernel => kernel.Methods).Select(method => method.DeclaringType!.Name).Distinct());

    [Theory]
    [MemberData(nameof(KernelBatches.Numbers), MemberType = typeof(KernelBatches))]
    public void Inline_PTX_has_known_forms_only(int batch) => Assert.All(KernelBatches.Number(batch), kernel =>
    {
        var statements = PtxForms.In(kernel.Source.Text).ToList();
        Assert.Equal(kernel.Source.Text.Split("asm ").Length - 1, statements.Count);
        Assert.All(statements, assembly => Assert.Null(PtxForms.FirstUnknown(assembly)));
        Assert.Null(PtxForms.FirstUndeclared(kernel.Source.Text));
    });

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

    /// <summary>All four, because loads, layouts and instructions depend on both.</summary>
    [Theory]
    [InlineData(typeof(BufferedMatMul))]
    [InlineData(typeof(TensorCoreMatMul))]
    [InlineData(typeof(WarpgroupMatMul))]
    public void Products_are_among_them_in_every_order_of_both_operands(Type kernel)
    {
        Type[] orders = [typeof(AdjacentLines), typeof(AdjacentSteps)];
        var closed = EveryKernel.Methods.Where(method => method.DeclaringType == kernel)
            .Select(method => string.Join(' ', method.GetGenericArguments().Where(orders.Contains).Select(order => order.Name)));
        Assert.Equal(4, closed.Distinct().Count());
    }

    /// <summary>What the runtime launches is a kernel of the assembly, not one of its own that nobody compiles here.</summary>
    [Fact]
    public void Every_launched_method_is_among_them()
    {
        var kernels = KernelRulesTests.Methods().Select(method => method.MetadataToken).ToHashSet();
        var launched = new[] { typeof(Tensor).Assembly, typeof(Models.Module).Assembly }
            .SelectMany(MethodPointers.In).Where(method => method.GetParameters().Any(parameter => KernelRulesTests.IsView(parameter.ParameterType)) && method.IsStatic)
            .Distinct().ToList();
        Assert.True(launched.Count > 100);
        Assert.All(launched, method => Assert.True(
            method.Module == typeof(MapKernels).Module && kernels.Contains(method.MetadataToken), $"{method.DeclaringType}.{method} is launched, and compiled by no test"));
    }

    [Fact]
    public void Every_kernel_is_in_a_batch() => Assert.Equal(
        EveryKernel.Methods.Count, KernelBatches.Numbers.Sum(batch => KernelBatches.Number(batch.Data).Sum(kernel => kernel.Methods.Length)));

    /// <summary>A closed kernel as CUDA C.</summary>
    internal static (string Text, string EntryPoint) Emit(MethodInfo kernel)
    {
        var source = CEmitter.Emit(EveryKernel.Translate(kernel), new CudaDialect());
        return (source.Text, source.EntryPoint);
    }
}
#endif
