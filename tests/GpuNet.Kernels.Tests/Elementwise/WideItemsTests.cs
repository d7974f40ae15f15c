#if EMBEDDED_ENGINE
using GpuNet.Engine.Transforms;

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
}
#endif
