#if EMBEDDED_ENGINE
using System.Reflection;
using System.Text.RegularExpressions;
using GpuNet.Engine;
using GpuNet.Engine.Backends;
using GpuNet.Engine.Backends.C;
using GpuNet.Engine.Drivers;
using GpuNet.Engine.IR;
using GpuNet.Engine.Transforms;
using GpuNet.TestKit;

namespace GpuNet.Kernels.Tests;

/// <summary>
/// Each kernel of the assembly, closed in one way, is OpenCL C that the compiler for AMD's GPUs takes: with waves of 64 items (gfx90a, for
/// computing centres) and of 32 (gfx1100, for desks). A warning is an error.
/// </summary>
public class OpenClSourceTests
{
    private const int SharedBytesOfGroup = 65536;

    /// <summary>From here on fewer than two groups of 256 items are on a multiprocessor at once.</summary>
    private const int RegistersOfItem = 256;

    private static readonly Lazy<(MethodInfo Method, string Text, string EntryPoint)[]> Sources = new(() =>
    [
        .. EveryKernel.Methods.GroupBy(KernelRulesTests.NameOf).Select(closed => closed.FirstOrDefault(IsUsual) ?? closed.First())
            .Where(kernel => !NeedsTensorCores(kernel)).AsParallel().AsOrdered().Select(Emit),
    ]);

    /// <summary>Those of processors have arrays of a row's lanes, which are vectors there.</summary>
    private static readonly string[] ForProcessors =
    [
        "GroupedMatMulKernels.PackedTile", "PackedTileMatMul.Kernel", "ReductionKernels.RowAxis", "ReductionKernels.RowChunks",
        "RowNormByItemKernels.Backward", "RowNormByItemKernels.Forward", "RowSoftmaxKernels.Backward", "RowSoftmaxKernels.Forward",
    ];

    [Fact]
    public void Every_kernel_is_machine_code_of_AMDs_with_waves_of_64() => Compile("gfx90a", Sources.Value, ForProcessors);

    /// <summary>Those whose items work together: the others are the same but for the names of registers.</summary>
    [Fact]
    public void Kernels_of_groups_are_machine_code_of_AMDs_with_waves_of_32() =>
        Compile("gfx1100", Array.FindAll(Sources.Value, source => source.Text.Contains("__local ", StringComparison.Ordinal)), []);

    private static void Compile(string processor, (MethodInfo Method, string Text, string EntryPoint)[] sources, string[] inScratch)
    {
        var code = AmdCompiler.Compile(processor, sources.Select(source => (source.Text, source.EntryPoint)));
        Assert.Equal(sources.Length, code.Count);
        Assert.All(code, kernel => Assert.InRange(kernel.SharedBytes, 0, SharedBytesOfGroup));
        Assert.All(code, kernel => Assert.InRange(kernel.Registers, 0, RegistersOfItem));
        var kernels = sources.Zip(code, (source, kernel) => (source.Method, Code: kernel)).ToList();
        Assert.Equal(inScratch, kernels.Where(kernel => kernel.Code.ScratchBytes > 0).Select(kernel => KernelRulesTests.NameOf(kernel.Method)).Order());
        Assert.All(kernels.Where(kernel => kernel.Method.DeclaringType == typeof(BufferedMatMul)), kernel => LoopOverK(kernel.Code.Text));
    }

    [Fact]
    public void Elementwise_kernels_read_and_write_16_bytes_at_once()
    {
        var map = typeof(MapKernels).GetMethod(nameof(MapKernels.Forward))!.MakeGenericMethod(typeof(Relu), typeof(float), typeof(PortableMath));
        var (_, text, entryPoint) = Emit(map);
        string code = Assert.Single(AmdCompiler.Compile("gfx1100", [(text, entryPoint)])).Text;
        Assert.Contains("global_load_b128", code, StringComparison.Ordinal);
        Assert.Contains("global_store_b128", code, StringComparison.Ordinal);
    }

    /// <summary>The loop of the product of floats: 256 sums of products by two an instruction, and 16 loads of 16 bytes.</summary>
    private static void LoopOverK(string code)
    {
        string loop = Regex.Split(code, @"^\.LBB\w+:.*$", RegexOptions.Multiline).MaxBy(part => Regex.Count(part, @"\sv_(pk_fma|dual_fmac|fmac)_f32"))!;
        Assert.Equal(16, Regex.Count(loop, @"\sds_(read|load)_b128"));
        Assert.True(Regex.Count(loop, @"^\s+[vsd]\w+\s", RegexOptions.Multiline) < 180, loop);
    }

    /// <summary>The compiler would otherwise: the same bits everywhere hang on the first line of each source.</summary>
    [Fact]
    public void Products_and_sums_are_fused_only_where_the_source_says_so()
    {
        string text = string.Join('\n', new OpenClDialect().Prologue(Requirements.None))
            + "\n__kernel void sum(__global float* x, float y, float z) { x[0] = x[0] * y + z; x[1] = fma(x[1], y, z); }";
        string code = Assert.Single(AmdCompiler.Compile("gfx90a", [(text, "sum")])).Text;
        Assert.Single(Regex.Matches(code, @"\sv_fma"));
        Assert.Single(Regex.Matches(code, @"\sv_mul_f32"));
    }

    [Fact]
    public void Those_with_tensor_cores_are_refused_and_no_others()
    {
        Assert.NotEmpty(Sources.Value);
        Assert.All(
            EveryKernel.Methods.Where(NeedsTensorCores).DistinctBy(KernelRulesTests.NameOf),
            kernel => Assert.Throws<KernelCompilationException>(() => Emit(kernel)));
    }

    private static bool IsUsual(MethodInfo kernel) =>
        !kernel.GetGenericArguments().Any(type => type == typeof(FastMath) || type == typeof(DoubleMath) || type == typeof(double));

    private static bool NeedsTensorCores(MethodInfo kernel) =>
        kernel.DeclaringType!.Name is nameof(TensorCoreMatMul) or nameof(WarpgroupMatMul) || kernel.Name.Contains("Tensor", StringComparison.Ordinal);

    private static (MethodInfo, string, string) Emit(MethodInfo kernel)
    {
        var program = EveryKernel.Translate(kernel, hasWarps: false);
        // As GPUs have it from the driver: four items a thread.
        if (program.Index == KernelIndex.Index1D && WidenItems.TryRun(program.Function))
            program = new KernelProgram(program.Function, Structurizer.Run(program.Function), program.Index);
        var source = CEmitter.Emit(program, new OpenClDialect { JoinsAccesses = true });
        SourceDump.Write(source.EntryPoint, ".cl", $"// {KernelRulesTests.NameOf(kernel)} {string.Join<Type>(", ", kernel.GetGenericArguments())}\n{source.Text}");
        return (kernel, source.Text, source.EntryPoint);
    }
}
#endif
