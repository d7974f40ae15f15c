using GpuNet.Engine.Backends;
using GpuNet.Engine.Backends.C;
using GpuNet.Engine.Backends.Ptx;
using GpuNet.Engine.IR;
using GpuNet.TestKit;

namespace GpuNet.Engine.Tests.BackendsC;

/// <summary>What the CUDA dialect spells in its own way: as text, and as seen by a compiler for NVIDIA's GPUs.</summary>
public class CudaDialectTests
{
    private static readonly CudaDialect Cuda = new();
    private static readonly IRType I1 = IRType.Int1, I32 = IRType.Int32, I64 = IRType.Int64, F32 = IRType.Float32, F64 = IRType.Float64;
    private static readonly IRType[] Integers = [IRType.Int8, IRType.Int16, I32, I64];
    private static readonly IRType[] Floats = [F32, F64];

    [Theory]
    [InlineData("sm_80")]
    [InlineData("sm_90")]
    public void Every_opcode_compiles(string architecture)
    {
        KernelSource[] sources =
        [
            .. OpcodePrograms.Exact().Concat(OpcodePrograms.Inexact()).Select(Emit),
            CEmitter.Emit(OpcodePrograms.Functions(IRType.Float32), new CudaDialect { FastMath = true, MostItemsOfGroup = 256 }),
        ];
        string ptx = CudaCompiler.Compile(architecture, sources.Select(source => (source.Text, source.EntryPoint)));
        Assert.Equal(sources.Length, ptx.Split(".visible .entry ").Length - 1);
        Assert.Contains(".maxntid 256", ptx);
    }

    [Fact]
    public void A_source_that_is_wrong_does_not_compile() => Assert.Contains(
        "undeclared identifier", Assert.Throws<InvalidOperationException>(
            () => CudaCompiler.Compile("sm_80", [("extern \"C\" __global__ void k(int* p) { *p = get_global_id(0); }", "k")])).Message);

    [Fact]
    public void A_kernel_reads_like_cuda()
    {
        var text = new KernelText("scale");
        Value x = text.View("x"), factor = text.Scalar(F32, "factor");
        var place = text.At(x, text.Long(text.GlobalId()), 4);
        text.Store(place, text.Op(Opcode.Div, F32, text.Load(F32, place), factor));
        Assert.Equal(
            """
            // scale

            extern "C" __global__ void kernel_scale(unsigned char* arg_x, long long arg_x_offset, float arg_factor)
            {
                float* data_x = (float*)(arg_x + arg_x_offset);
                int v5 = (int)(blockIdx.x * blockDim.x + threadIdx.x);
                data_x[v5] = __fdiv_rn(data_x[v5], arg_factor);
            }

            """.ReplaceLineEndings("\n"), CEmitter.Emit(text.Program(), Cuda).Text);
    }

    [Fact]
    public void A_quotient_of_one_is_a_reciprocal()
    {
        foreach (var type in Floats)
        {
            var text = new KernelText("invert");
            var place = text.At(text.View("x"), text.Long(text.GlobalId()), type.Size);
            var one = type == F32 ? Constant.Float32(1) : Constant.Float64(1);
            text.Store(place, text.Op(Opcode.Div, type, one, text.Load(type, place)));
            var program = text.Program();
            Assert.Contains(type == F32 ? "__frcp_rn(" : "__drcp_rn(", CEmitter.Emit(program, Cuda).Text);
            Assert.Contains(type == F32 ? "rcp.rn.f32" : "rcp.rn.f64", PtxEmitter.Emit(program).Text);
        }
    }

    [Fact]
    public void Dynamic_shared_memory_is_declared_and_its_size_is_the_last_argument()
    {
        var source = Emit(OpcodePrograms.SharedMemory(F32));
        Assert.True(source.TakesDynamicShared);
        Assert.Contains("int dynamic_shared_bytes)", source.Text);
        Assert.Contains("extern __shared__ __align__(16) unsigned char dynamic_shared[];", source.Text);
    }

    [Fact]
    public void Floats_are_added_by_the_device_and_compared_in_a_loop()
    {
        string text = Emit(OpcodePrograms.Atomics(F32)).Text;
        Assert.Contains("atomicAdd((float*)", text);
        Assert.Contains("atomicExch((float*)", text);
        Assert.DoesNotContain("atomicMin(", text);
        Assert.Contains("atomicCAS((int*)", text);
        Assert.Contains("atomicAdd((double*)", Emit(OpcodePrograms.Atomics(F64)).Text);
    }

    private static KernelSource Emit(KernelProgram program) => CEmitter.Emit(program, Cuda);
}
