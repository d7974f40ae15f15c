#if EMBEDDED_ENGINE
using System.Reflection;
using GpuNet.TestKit;

namespace GpuNet.Kernels.Tests.Normalization;

/// <summary>How often the kernels of normalizations read and write an element, as docs/kernels.md says.</summary>
public class MemoryTrafficTests
{
    /// <summary>An item has four rows of a feature, or sixteen elements of a row, and finds their statistics and parameters once.</summary>
    [Theory]
    [InlineData(typeof(BatchNormKernels), "Forward", typeof(Identity), 4 + 5, 4)]
    [InlineData(typeof(BatchNormKernels), "Forward", typeof(Relu), 4 + 5, 4)]
    [InlineData(typeof(BatchNormBackwardKernels), "Input", typeof(Identity), 4 + 4 + 6, 4)]
    [InlineData(typeof(BatchNormBackwardKernels), "Input", typeof(Relu), 4 + 4 + 7, 4)]
    [InlineData(typeof(BatchNormBackwardKernels), "EvaluationInput", typeof(Identity), 4 + 2, 4)]
    [InlineData(typeof(HeldRowNormKernels), "Forward", typeof(Identity), 16 + 16 + 16, 16 + 3)]
    [InlineData(typeof(HeldRowNormKernels), "Forward", typeof(Gelu), 16 + 16 + 16, 16 + 3)]
    [InlineData(typeof(HeldRowNormKernels), "Backward", typeof(Identity), 16 + 16 + 2 * 16 + 3, 16 + 16 + 16)]
    [InlineData(typeof(HeldRowNormKernels), "Backward", typeof(Gelu), 16 + 16 + 4 * 16 + 3, 16 + 16 + 16)]
    public void Elements_are_read_once_and_written_once_and_stay_in_registers(
        Type kernels, string name, Type activation, int loads, int stores)
    {
        string ptx = CudaCompiler.Compile("sm_90", [CudaSourceTests.Emit(Close(kernels, name, activation))]);
        Assert.DoesNotContain(".local", ptx);
        Assert.Equal((loads, stores), (ptx.Split("ld.global.f32").Length - 1, ptx.Split("st.global.f32").Length - 1));
    }

    /// <summary>
    /// An item has four rows of a column, and then those that are left one by one: y and its gradient are read, the gradient of the
    /// layer's sums is written in 16 bits, and once for all of them their sum.
    /// </summary>
    [Fact]
    public void The_way_back_to_a_layer_is_one_pass()
    {
        var kernel = typeof(LayerGradientKernels).GetMethod(nameof(LayerGradientKernels.Back))!.MakeGenericMethod(
            typeof(ThroughActivation<Relu>), typeof(ushort), typeof(BFloat16Storage), typeof(ushort), typeof(BFloat16Storage), typeof(PortableMath));
        string ptx = CudaCompiler.Compile("sm_90", [CudaSourceTests.Emit(kernel)]);
        Assert.DoesNotContain(".local", ptx);
        Assert.Equal((4 + 1, 4 + 1), (ptx.Split("ld.global.f32").Length - 1, ptx.Split("ld.global.u16").Length - 1));
        Assert.Equal(4 + 1, ptx.Split("st.global.u16").Length - 1);
        Assert.Equal(1, ptx.Split("st.global.f32").Length - 1);
    }

    private static MethodInfo Close(Type kernels, string name, Type activation)
    {
        var method = kernels.GetMethod(name)!;
        return method.MakeGenericMethod([.. method.GetGenericArguments().Select(parameter => parameter.Name switch
        {
            "TForm" => typeof(Centered),
            "TAffine" => typeof(ElementAffine),
            "TStatistics" => typeof(OfBatch),
            "TActivation" => activation,
            "T" => typeof(float),
            _ => typeof(PortableMath),
        })]);
    }
}
#endif
