#if EMBEDDED_ENGINE
using GpuNet.Engine.Backends.C;
using GpuNet.Engine.IR;
using GpuNet.Engine.Transforms;
using GpuNet.TestKit;

namespace GpuNet.Kernels.Tests.Elementwise;

/// <summary>What is bound by memory runs four elements a thread on CUDA, in accesses of 16 bytes.</summary>
public class WideItemsTests
{
    [Theory]
    [InlineData(typeof(MapKernels), "Forward", typeof(Relu))]
    [InlineData(typeof(MapKernels), "Forward", typeof(Sigmoid))]
    [InlineData(typeof(BinaryKernels), "Same", typeof(Add))]
    public void Elementwise_kernels_are_widened(Type kernels, string name, Type op)
    {
        var methods = EveryKernel.Methods.Where(method => method.DeclaringType == kernels && method.Name == name
            && method.GetGenericArguments() is var arguments && arguments.Contains(op) && arguments.Contains(typeof(float))
            && !arguments.Contains(typeof(FastMath))).ToList();
        Assert.NotEmpty(methods);
        Assert.All(methods, method => Assert.True(WidenItems.TryRun(EveryKernel.Translate(method).Function), $"{method}"));
    }

    /// <summary>All optimizers, and the casts to the formats of tensor cores.</summary>
    [Fact]
    public void Updates_and_casts_to_16_bits_are_widened()
    {
        var updates = EveryKernel.Methods.Where(method =>
            method.Name.StartsWith("Update", StringComparison.Ordinal) && method.DeclaringType == typeof(OptimizerKernels)
            || method.Name is "Direct" or "Apply" && method.DeclaringType!.Namespace == typeof(OptimizerKernels).Namespace
                && method.DeclaringType.Name is nameof(LambKernels) or nameof(LarsKernels) or nameof(MuonKernels));
        var casts = EveryKernel.Methods.Where(method => method.DeclaringType == typeof(CastKernels) && method.Name == "Cast"
            && method.GetGenericArguments()[0] == typeof(float) && method.GetGenericArguments()[1] == typeof(ushort));
        var methods = updates.Where(method => method.GetGenericArguments() is var arguments && arguments.Contains(typeof(float))
            && !arguments.Contains(typeof(FastMath))).Concat(casts).ToList();
        Assert.True(methods.Count > OpRegistry.Optimizers.Count(), $"{methods.Count} kernels");
        Assert.All(methods, method => Assert.True(WidenItems.TryRun(EveryKernel.Translate(method).Function), $"{method}"));
    }

    /// <summary>A step of Adam reads parameter, gradient and two moments, and writes three of them, and what products will read.</summary>
    [Theory]
    [InlineData(typeof(float), typeof(NoWeightCopy<float>), 0)]
    [InlineData(typeof(ushort), typeof(RoundedWeightCopy<ushort, BFloat16Storage>), 1)]
    [InlineData(typeof(ushort), typeof(RoundedWeightCopy<ushort, Float16Storage>), 1)]
    public void A_thread_moves_four_parameters_in_accesses_of_16_bytes(Type stored, Type copy, int copies)
    {
        var adam = typeof(OptimizerKernels).GetMethod(nameof(OptimizerKernels.Update2))!
            .MakeGenericMethod(typeof(AdamUpdate), stored, copy, typeof(float), typeof(PortableMath));
        var program = EveryKernel.Translate(adam);
        Assert.True(WidenItems.TryRun(program.Function));
        var wide = new KernelProgram(program.Function, Structurizer.Run(program.Function), program.Index);
        var source = CEmitter.Emit(wide, new CudaDialect());
        string ptx = CudaCompiler.Compile("sm_90", [(source.Text, source.EntryPoint)]);
        Assert.Equal(4, ptx.Split("ld.global.v4.f32").Length - 1);
        Assert.Equal(3, ptx.Split("st.global.v4.f32").Length - 1);
        Assert.Equal(copies, ptx.Split("st.global.v4.u16").Length - 1);
        Assert.DoesNotContain(".local", ptx);
    }
}
#endif
