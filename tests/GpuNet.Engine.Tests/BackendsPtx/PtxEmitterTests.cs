using System.Runtime.InteropServices;
using GpuNet.Engine.Backends.Ptx;
using GpuNet.Engine.Drivers.Cpu;
using GpuNet.Engine.Drivers.Cuda;
using GpuNet.Engine.IR;
using GpuNet.Engine.Tests.BackendsC;
using GpuNet.Engine.Tests.Cuda;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;

namespace GpuNet.Engine.Tests.BackendsPtx;

/// <summary>
/// PTX of the engine's own against its CUDA C: on the fake device, whose translator of PTX is written from the manual, both
/// have to leave the same bits.
/// </summary>
public class PtxEmitterTests
{
    private const int Items = 512, GroupItems = 64;

    [Fact]
    public void Every_opcode_gives_the_bits_of_CUDA_C()
    {
        using var cuda = CudaTestDevice.Create(_ => { });
        using var ptx = CudaTestDevice.CreateWithPtx(_ => { });
        foreach (var program in OpcodePrograms.Exact())
        {
            var expected = Run(cuda, program);
            var actual = Run(ptx, program);
            int at = expected.AsSpan().CommonPrefixLength(actual);
            Assert.True(at == expected.Length, at < expected.Length
                ? $"Item {at / (expected.Length / Items)}, result {at % (expected.Length / Items)}: {actual[at]:x}, not {expected[at]:x}\n{program.Function}\n{PtxEmitter.Emit(program).Text}" : "");
        }
        cuda.Context.Dispose();
        ptx.Context.Dispose();
    }

    [Fact]
    public void What_PTX_lacks_is_told_by_name()
    {
        var exception = Assert.Throws<KernelCompilationException>(() => PtxEmitter.Emit(OpcodePrograms.Functions(IRType.Float64)));
        Assert.Contains("Rem on double is a function of NVIDIA's library, not of PTX. Install NVRTC", exception.Message);
    }

    [Fact]
    public void A_kernel_reads_like_one()
    {
        var text = new KernelText("Scale");
        Value source = text.View("source"), target = text.View("target"), factor = text.Scalar(IRType.Float32, "factor");
        var item = text.Long(text.GlobalId());
        text.Store(text.At(target, item, 4), text.Op(Opcode.Mul, IRType.Float32, text.Load(IRType.Float32, text.At(source, item, 4, 8)), factor));
        Assert.Equal(
            """
            // Scale
            .version 7.0
            .target sm_80
            .address_size 64

            .visible .entry kernel_Scale(
            	.param .u64 argument_0,
            	.param .u64 argument_1,
            	.param .u64 argument_3,
            	.param .u64 argument_4,
            	.param .f32 argument_6
            )
            .maxntid 256, 1, 1
            {
            	.reg .b32 %r<5>;
            	.reg .b64 %rd<15>;
            	.reg .f32 %f<3>;
            	ld.param.u64 %rd0, [argument_0];
            	cvta.to.global.u64 %rd1, %rd0;
            	ld.param.u64 %rd2, [argument_1];
            	ld.param.u64 %rd3, [argument_3];
            	cvta.to.global.u64 %rd4, %rd3;
            	ld.param.u64 %rd5, [argument_4];
            	ld.param.f32 %f0, [argument_6];
            $L0:
            	add.s64 %rd6, %rd1, %rd2;
            	mov.b64 %rd7, %rd6;
            	add.s64 %rd8, %rd4, %rd5;
            	mov.b64 %rd9, %rd8;
            	mov.u32 %r0, %ctaid.x;
            	mov.u32 %r1, %ntid.x;
            	mul.lo.s32 %r2, %r0, %r1;
            	mov.u32 %r3, %tid.x;
            	add.s32 %r4, %r2, %r3;
            	cvt.s64.s32 %rd10, %r4;
            	shl.b64 %rd11, %rd10, 2;
            	add.s64 %rd12, %rd7, %rd11;
            	ld.global.f32 %f1, [%rd12+8];
            	mul.rn.f32 %f2, %f1, %f0;
            	shl.b64 %rd13, %rd10, 2;
            	add.s64 %rd14, %rd9, %rd13;
            	st.global.f32 [%rd14], %f2;
            	ret;
            }

            """.ReplaceLineEndings("\n"), PtxEmitter.Emit(text.Program(), mostItemsOfGroup: 256).Text);
    }

    [Fact]
    public void The_fake_driver_refuses_what_is_not_PTX()
    {
        using var accelerator = CudaTestDevice.CreateWithPtx(_ => { });
        Assert.SkipUnless(accelerator.Name.StartsWith("Fake", StringComparison.Ordinal), "This is a real driver.");
        var program = OpcodePrograms.FloatArithmetic(IRType.Float32);
        string good = PtxEmitter.Emit(program).Text;
        (string Form, string Instead, string Words)[] mistakes =
        [
            ("add.rn.f32", "add.f32", "no such instruction"), ("add.rn.f32 %f", "add.rn.f32 %rd", "is .b64, the instruction takes .f32"),
            ("ret;", "bra $nowhere;", "no label"), (".reg .f32 %f<", ".reg .f64 %f<", "is .f64, the instruction takes .f32"),
            ("fma.rn.f32", "fma.rn.f64", "is .f32, the instruction takes .f64"), ("ld.global.f32", "ld.shared.f64", "is .f32, the instruction takes .f64"),
        ];
        foreach (var (form, instead, words) in mistakes)
        {
            var source = PtxEmitter.Emit(program) with { Text = good.Replace(form, instead, StringComparison.Ordinal) };
            var failure = Record.Exception(() => new CudaFunction(accelerator, "wrong", source));
            Assert.True(failure is CudaException && failure.Message.Contains(words, StringComparison.Ordinal), $"{instead}: {failure?.Message}");
        }
        accelerator.Context.Dispose();
    }

    private static unsafe ulong[] Run(CudaAccelerator accelerator, KernelProgram program)
    {
        var source = accelerator.Compiler.Emit(program, default);
        var function = new CudaFunction(accelerator, program.Name, source);
        int results = program.Function.Instructions.Count(instruction => instruction.Op == Opcode.Store);
        using var input = accelerator.Allocate1D(Inputs(program));
        using var output = accelerator.Allocate1D<ulong>(Items * results);
        using var counters = accelerator.Allocate1D<ulong>(1);
        ulong[] slots = [.. new[] { input.NativePtr, output.NativePtr, counters.NativePtr }.SelectMany(address => (ulong[])[(ulong)address, 0, 1])];
        fixed (ulong* first = slots)
        {
            var dimensions = new LaunchDimensions(Items / GroupItems, 1, 1, GroupItems, 1, 1, 64);
            var stream = (CudaStream)accelerator.DefaultStream;
            stream.Check(function.Launch(accelerator.DriverContext.Driver, stream.StreamPtr, dimensions, first), "cuLaunchKernel");
        }
        return output.GetAsArray1D();
    }

    /// <summary>Extremes of the type that the kernel loads, in no order, and numbers between them.</summary>
    private static byte[] Inputs(KernelProgram program)
    {
        var type = program.Function.Instructions.First(instruction => instruction.Op == Opcode.Load).Type;
        var random = new Random(7);
        var bytes = new byte[(Items + 8) * 8];
        random.NextBytes(bytes);
        Fill<float>([0, -0f, 1, -1, 0.5f, 1.5f, 2.5f, -2.5f, float.Epsilon, float.MaxValue, float.MinValue, float.PositiveInfinity, float.NegativeInfinity, 2147483648f, -2147483648f, 4294967296f, 9.3e18f, 1.9e19f], IRType.Float32);
        Fill<double>([0, -0d, 1, -1, 0.5, 1.5, 2.5, -2.5, double.Epsilon, double.MaxValue, double.MinValue, double.PositiveInfinity, double.NegativeInfinity, 2147483647.5, -2147483649, 4294967296, 9.3e18, 1.9e19, 1e-40], IRType.Float64);
        Fill<int>([0, 1, -1, 7, 31, 32, 33, int.MinValue, int.MaxValue, 65535, -32768], IRType.Int32);
        Fill<long>([0, 1, -1, 7, 63, 64, long.MinValue, long.MaxValue, uint.MaxValue, int.MinValue], IRType.Int64);
        Fill<short>([0, 1, -1, 7, short.MinValue, short.MaxValue], IRType.Int16);
        Fill<sbyte>([0, 1, -1, 7, sbyte.MinValue, sbyte.MaxValue], IRType.Int8);
        Fill<byte>([0, 1], IRType.Int1);
        return bytes;

        void Fill<T>(T[] extremes, IRType of)
            where T : unmanaged
        {
            if (type != of)
                return;
            var values = MemoryMarshal.Cast<byte, T>(bytes.AsSpan());
            for (int index = 0; index < values.Length; index++)
                if (of == IRType.Int1 || random.Next(3) > 0)
                    values[index] = extremes[random.Next(extremes.Length)];
        }
    }
}
