using GpuNet.Engine.Backends.C;
using GpuNet.Engine.Backends.Ptx;
using GpuNet.Engine.Frontend;
using GpuNet.Engine.IR;
using GpuNet.Engine.Transforms;
using GpuNet.TestKit;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.Cuda;

namespace GpuNet.Engine.Tests.Cuda;

/// <summary>PTX in kernels: as text, as clang's NVPTX target takes it, and where there is no PTX.</summary>
public class CudaAsmTests
{
    private static string SourceOf(Delegate kernel, KernelIndex index, out string entryPoint)
    {
        var function = KernelCompiler.Compile(kernel.Method, index, hasWarps: true);
        var source = CEmitter.Emit(Optimizer.Run(function, index, new Dictionary<int, long>(), verify: true), new CudaDialect());
        entryPoint = source.EntryPoint;
        return source.Text;
    }

    private static string PtxOf(string architecture, Delegate kernel, KernelIndex index)
    {
        string source = SourceOf(kernel, index, out string entryPoint);
        Assert.All(PtxForms.In(source), assembly => Assert.Null(PtxForms.FirstUnknown(assembly)));
        return CudaCompiler.Compile(architecture, [(source, entryPoint)]);
    }

    private static void AddByPtx(Index1D i, ArrayView<int> a, ArrayView<int> b, ArrayView<int> sums)
    {
        if (CudaAsm.IsSupported)
        {
            CudaAsm.Emit("add.s32 %0, %1, %2;", out int sum, a[i], b[i]);
            sums[i] = sum;
        }
        else
        {
            sums[i] = a[i] + b[i];
        }
    }

    [Fact]
    public void Other_devices_take_the_other_path()
    {
        using var context = Context.Create(builder => builder.DefaultCPU());
        using var accelerator = context.CreateCPUAccelerator(0);
        using var a = accelerator.Allocate1D([1, 2, 3]);
        using var sums = accelerator.Allocate1D<int>(3);
        accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<int>, ArrayView<int>, ArrayView<int>>(AddByPtx)(3, a.View, a.View, sums.View);
        Assert.Equal([2, 4, 6], sums.GetAsArray1D());
        Assert.False(CudaAsm.IsSupported);
        Assert.Throws<InvalidKernelOperationException>(() => CudaAsm.Emit("membar.gl;"));
    }

    [Theory]
    [InlineData("sm_80")]
    [InlineData("sm_90")]
    public void A_result_stays_a_value(string architecture)
    {
        Assert.Contains(
            "asm volatile(\"add.s32 %0, %1, %2;\" : \"=r\"(", SourceOf(AddByPtx, KernelIndex.Index1D, out _));
        string ptx = PtxOf(architecture, AddByPtx, KernelIndex.Index1D);
        Assert.Contains("add.s32", ptx);
        Assert.DoesNotContain(".local", ptx);
    }

    private static void Multiply(ArrayView<int> a, ArrayView<int> b, ArrayView<float> c, int steps)
    {
        float c0 = 0, c1 = 0, c2 = 0, c3 = 0;
        for (int step = 0; step < steps; step++)
        {
            int at = (step * Group.DimX + Group.IdxX) * 4;
            Ref<float> r0 = c0, r1 = c1, r2 = c2, r3 = c3;
            Input<int> a0 = a[at], a1 = a[at + 1], a2 = a[at + 2], a3 = a[at + 3], b0 = b[at], b1 = b[at + 1];
            CudaAsm.EmitRef(
                "mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};",
                ref r0, ref r1, ref r2, ref r3, ref a0, ref a1, ref a2, ref a3, ref b0, ref b1);
            (c0, c1, c2, c3) = (r0.Value, r1.Value, r2.Value, r3.Value);
        }
        c[Group.IdxX * 4] = c0;
        c[Group.IdxX * 4 + 1] = c1;
        c[Group.IdxX * 4 + 2] = c2;
        c[Group.IdxX * 4 + 3] = c3;
    }

    [Theory]
    [InlineData("sm_80")]
    [InlineData("sm_90")]
    public void Tensor_cores_accumulate_in_registers(string architecture)
    {
        string source = SourceOf(Multiply, KernelIndex.Explicit, out _);
        Assert.Contains(": \"+f\"(", source);
        string ptx = PtxOf(architecture, Multiply, KernelIndex.Explicit);
        Assert.Contains("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%f", ptx);
        // Nothing of it lives in memory.
        Assert.DoesNotContain(".local", ptx);
        Assert.DoesNotContain("st.local", ptx);
    }

    private static void CopyToShared(ArrayView<float> source, ArrayView<float> results)
    {
        var tile = SharedMemory.Allocate<float>(512);
        int at = Group.IdxX * 4;
        CudaAsm.Emit("cvta.to.shared.u64 %0, %1;", out long address, tile.SubView(at, 4).LoadEffectiveAddressAsPtr().ToInt64());
        CudaAsm.Emit("cvt.u32.u64 %0, %1;", out int shared, address);
        CudaAsm.Emit("cp.async.cg.shared.global [%0], [%1], 16;", shared, source.SubView(at, 4).LoadEffectiveAddressAsPtr().ToInt64());
        CudaAsm.Emit("cp.async.commit_group;");
        CudaAsm.Emit("cp.async.wait_group 0;");
        Group.Barrier();
        results[Group.IdxX] = tile[511 - at];
    }

    [Theory]
    [InlineData("sm_80")]
    [InlineData("sm_90")]
    public void Copies_to_shared_memory_pass_the_registers_by(string architecture)
    {
        string ptx = PtxOf(architecture, CopyToShared, KernelIndex.Explicit);
        Assert.Contains("cp.async.cg.shared.global [%r", ptx);
        Assert.Contains("cp.async.wait_group 0;", ptx);
    }

    private static void Mixed(ArrayView<short> halves, ArrayView<double> doubles)
    {
        Output<int> lane = default;
        CudaAsm.EmitRef("mov.u32 %0, %%laneid;", ref lane);
        Input<int> input = 5;
        Output<int> output = default;
        // What is written comes first in C, whatever the order of the call.
        CudaAsm.EmitRef("add.s32 %1, %0, %0;", ref input, ref output);
        halves[0] = (short)(lane.Value + output.Value);
        doubles[0] = 1;
    }

    [Fact]
    public void Operands_are_numbered_anew_where_results_come_later()
    {
        string source = SourceOf(Mixed, KernelIndex.Explicit, out _);
        Assert.Contains("asm volatile(\"mov.u32 %0, %%laneid;\" : \"=r\"(", source);
        Assert.Contains("asm volatile(\"add.s32 %0, %1, %1;\" : \"=r\"(", source);
        Assert.Contains("%laneid", PtxOf("sm_80", Mixed, KernelIndex.Explicit));
    }

    private static void Unguarded(ArrayView<int> results) => CudaAsm.Emit("add.s32 %0, %1, %1;", out results[0], 1);

    [Fact]
    public void Without_a_test_of_IsSupported_other_devices_refuse_the_kernel()
    {
        var exception = Assert.Throws<KernelCompilationException>(() => KernelCompiler.Compile(((Delegate)Unguarded).Method, KernelIndex.Explicit));
        Assert.Contains("put it behind a test of CudaAsm.IsSupported", exception.Message);
        Assert.Contains("add.s32", SourceOf(Unguarded, KernelIndex.Explicit, out _));
    }

    private static void TooFew(ArrayView<int> results) => CudaAsm.Emit("add.s32 %0, %1, %2;", out results[0], 1);

    private static void TooSmall(ArrayView<int> results, byte value) => CudaAsm.Emit("add.s32 %0, %1, %1;", out results[0], value);

    [Fact]
    public void Operands_that_do_not_fit_are_told()
    {
        Assert.Contains("names %2", Refusal(TooFew));
        Assert.Contains("registers hold", Refusal(TooSmall));

        static string Refusal(Delegate kernel) =>
            Assert.Throws<KernelCompilationException>(() => KernelCompiler.Compile(kernel.Method, KernelIndex.Explicit, hasWarps: true)).Message;
    }

    [Theory]
    [InlineData("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0,%1,%2,%3}, {%4,%5,%6,%7}, {%8,%9}, {%0,%1,%2,%3};", true)]
    [InlineData("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0,%1,%2,%3}, {%4,%5}, {%8,%9}, {%0,%1,%2,%3};", false)]
    [InlineData("mma.sync.aligned.m16n8k32.row.col.f32.bf16.bf16.f32 {%0,%1,%2,%3}, {%4,%5,%6,%7}, {%8,%9}, {%0,%1,%2,%3};", false)]
    [InlineData("cp.async.cg.shared.global [%0], [%1], 8;", false)]
    [InlineData("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];", true)]
    [InlineData("membar.gl; bar.sync 0;", false)]
    [InlineData("wgmma.fence.sync.aligned; wgmma.commit_group.sync.aligned; wgmma.wait_group.sync.aligned 1;", true)]
    [InlineData("wgmma.wait_group.sync.aligned 8;", false)]
    [InlineData("wgmma.wait_group.sync.aligned %0;", false)]
    [InlineData("wgmma.fence;", false)]
    [InlineData("wgmma.mma_async.sync.aligned.m64n128k16.f32.bf16.bf16 {sum0, sum1}, %0, %1, keep, 1, 1, 0, 0;", false)]
    [InlineData("fence.proxy.async.shared::cta;", true)]
    [InlineData("fence.proxy.async.shared;", false)]
    [InlineData(".reg .f32 sum<4>; .reg .pred keep; setp.ne.b32 keep, 1, 0; mov.f32 sum3, 0f00000000;", true)]
    [InlineData(".reg .v4 .f32 sum;", false)]
    [InlineData("mov.f32 sum3, 0;", false)]
    [InlineData("st.shared.v2.f32 [%0+320], {sum0, sum1};", true)]
    [InlineData("st.shared.v2.f32 [%0+320], {sum0};", false)]
    public void Only_listed_forms_pass(string assembly, bool passes) => Assert.Equal(passes, PtxForms.FirstUnknown(assembly) is null);

    /// <summary>A product of warpgroups has a register for each two columns, two descriptors, a predicate, signs, and what is transposed.</summary>
    [Theory]
    [InlineData("m64n128k16.f32.bf16.bf16", 64, "1, 1, 0, 1", true)]
    [InlineData("m64n256k16.f32.f16.f16", 128, "1, -1, 0, 0", true)]
    [InlineData("m64n256k8.f32.tf32.tf32", 128, "1, 1", true)]
    [InlineData("m64n256k8.f32.tf32.tf32", 128, "1, 1, 0, 0", false)]
    [InlineData("m64n256k16.f32.bf16.bf16", 127, "1, 1, 0, 0", false)]
    [InlineData("m64n256k16.f32.bf16.bf16", 128, "1, 1", false)]
    [InlineData("m64n256k16.f32.bf16.bf16", 128, "1, 2, 0, 0", false)]
    [InlineData("m64n256k16.f32.bf16.f16", 128, "1, 1, 0, 0", false)]
    [InlineData("m64n256k32.f32.bf16.bf16", 128, "1, 1, 0, 0", false)]
    [InlineData("m128n256k16.f32.bf16.bf16", 128, "1, 1, 0, 0", false)]
    public void Products_of_warpgroups_have_all_their_operands(string form, int sums, string end, bool passes)
    {
        string names = string.Join(", ", Enumerable.Range(0, sums).Select(number => $"sum{number}"));
        Assert.Equal(passes, PtxForms.FirstUnknown($"wgmma.mma_async.sync.aligned.{form} {{{names}}}, %0, %1, keep, {end};") is null);
    }

    private const string Declares = ".reg .f32 sum<2>;", Names = "mov.f32 sum1, 0f00000000;";

    private static void DeclaresFirst(ArrayView<int> results)
    {
        CudaAsm.Emit(Declares);
        for (int round = 0; round < results.IntLength; round++)
            CudaAsm.Emit(Names);
    }

    private static void DeclaresInALoop(ArrayView<int> results)
    {
        for (int round = 0; round < results.IntLength; round++)
        {
            CudaAsm.Emit(Declares);
            CudaAsm.Emit(Names);
        }
    }

    private static void DeclaresInCopies(ArrayView<int> results)
    {
        for (int round = 0; round < 2; round++)
            CudaAsm.Emit(Declares);
    }

    private static void DeclaresTooFew(ArrayView<int> results)
    {
        CudaAsm.Emit(Declares);
        CudaAsm.Emit("mov.f32 sum2, 0f00000000;");
    }

    private static void NamesFirst(ArrayView<int> results)
    {
        CudaAsm.Emit(Names);
        CudaAsm.Emit(Declares);
    }

    [Fact]
    public void Registers_of_the_texts_own_are_declared_once_and_at_the_top()
    {
        Assert.Null(PtxForms.FirstUndeclared(SourceOf(DeclaresFirst, KernelIndex.Explicit, out _)));
        Assert.All((Delegate[])[DeclaresInALoop, DeclaresInCopies, DeclaresTooFew, NamesFirst], kernel =>
            Assert.NotNull(PtxForms.FirstUndeclared(SourceOf(kernel, KernelIndex.Explicit, out _))));
    }

    private static void OfOneArchitecture(ArrayView<int> results)
    {
        CudaAsm.Emit("wgmma.fence.sync.aligned;");
        results[Group.IdxX] = 1;
    }

    [Fact]
    public void Instructions_of_one_architecture_are_compiled_for_it_and_refused_by_others()
    {
        Assert.Equal("sm_90a", TargetOf(OfOneArchitecture));
        Assert.Equal("sm_80", TargetOf(Mixed));
        // The fake compiler refuses them for any other target.
        using var hopper = CudaTestDevice.Open(new FakeCuda());
        using var results = hopper.Allocate1D<int>(128);
        hopper.LoadStreamKernel<ArrayView<int>>(OfOneArchitecture)(new KernelConfig(1, 128), results.View);
        Assert.All(results.GetAsArray1D(), result => Assert.Equal(1, result));
        var fake = new FakeCuda();
        fake.Set("major", 10);
        using var later = CudaTestDevice.Open(fake);
        Assert.Contains(
            "compute capability 9.0 alone",
            Assert.Throws<InternalCompilerException>(() => later.LoadStreamKernel<ArrayView<int>>(OfOneArchitecture)).Message);

        static string TargetOf(Delegate kernel)
        {
            var program = Optimizer.Run(
                KernelCompiler.Compile(kernel.Method, KernelIndex.Explicit, hasWarps: true), KernelIndex.Explicit, new Dictionary<int, long>());
            return PtxEmitter.Emit(program).Text.Split(".target ")[1].Split('\n')[0];
        }
    }
}
