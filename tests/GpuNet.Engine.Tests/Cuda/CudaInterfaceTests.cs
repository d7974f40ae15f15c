using System.Reflection;
using GpuNet.Engine.Drivers.Cuda;
using GpuNet.Engine.Drivers.Cuda.Interop;
using GpuNet.TestKit;
using ILGPU.Runtime.Cuda;

namespace GpuNet.Engine.Tests.Cuda;

/// <summary>What the engine declares of NVIDIA's driver and compiler is what NVIDIA's headers say: the fake ones only share the declarations.</summary>
public sealed class CudaInterfaceTests
{
    [Theory]
    [InlineData(typeof(CudaDriver))]
    [InlineData(typeof(NvrtcApi))]
    public void Functions_take_what_the_headers_say(Type table)
    {
        var functions = table.GetFields(BindingFlags.Instance | BindingFlags.Public).Where(static field => field.FieldType.IsFunctionPointer).ToArray();
        Assert.NotEmpty(functions);
        Assert.Empty(functions.Select(static field => NativeInterfaces.Mistake(field.Name, field.FieldType.GetFunctionPointerParameterTypes())).OfType<string>());
    }

    [Fact]
    public void Numbers_are_those_of_the_headers()
    {
        Type[] enumerations =
        [
            typeof(CudaError), typeof(CudaDeviceAttribute), typeof(CudaComputeMode), typeof(CudaFunctionAttribute), typeof(CudaPointerAttribute),
            typeof(CudaMemoryPoolAttribute), typeof(CudaCaptureStatus), typeof(CudaJitOption), typeof(CudaAcceleratorFlags),
            typeof(CudaCacheConfiguration), typeof(CudaEventFlags), typeof(StreamFlags),
        ];
        Assert.Empty(enumerations.SelectMany(static type => NativeInterfaces.MistakesOf(type)));
        Assert.Empty(NativeInterfaces.MistakesOf(typeof(CudaMemoryType), nameof(CudaMemoryType.None)));
        Type[] holders = [typeof(CudaErrors), typeof(Nvrtc), typeof(CudaMemoryLocation), typeof(CudaMemoryAccess), typeof(CudaMemoryPoolProperties)];
        Assert.Empty(holders.SelectMany(NativeInterfaces.MistakesOfConstants));
    }

    [Fact]
    public void Structures_lie_as_in_the_headers() => Assert.Empty(
        new[] { typeof(CudaMemoryLocation), typeof(CudaMemoryAccess), typeof(CudaMemoryPoolProperties) }.SelectMany(NativeInterfaces.MistakesOfLayout));
}
