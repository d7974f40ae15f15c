using System.Reflection;
using GpuNet.TestKit;

namespace GpuNet.Runtime.Tests.Gemm;

/// <summary>What the runtime declares of cuBLAS and of the driver's graphs is what NVIDIA's headers say.</summary>
public sealed class CuBlasInterfaceTests
{
    private static readonly Dictionary<string, string> ExportOf = new()
    {
        [nameof(CuBlasFunctions.CreateHandle)] = "cublasCreate_v2",
        [nameof(CuBlasFunctions.SetHandle)] = "cublasSetStream_v2",
        [nameof(CuBlasFunctions.SetHandleMemory)] = "cublasSetWorkspace_v2",
        [nameof(CuBlasFunctions.SetHandleMode)] = "cublasSetMathMode",
        [nameof(CuBlasFunctions.SingleProduct)] = "cublasSgemm_v2",
        [nameof(CuBlasFunctions.DoubleProduct)] = "cublasDgemm_v2",
        [nameof(CuBlasFunctions.MixedProduct)] = "cublasGemmEx",
        ["GetProperty"] = "cublasGetProperty",
        ["GetStatusName"] = "cublasGetStatusName",
        [nameof(CudaGraphFunctions.BeginStreamCapture)] = "cuStreamBeginCapture_v2",
        [nameof(CudaGraphFunctions.EndStreamCapture)] = "cuStreamEndCapture",
        [nameof(CudaGraphFunctions.InstantiateGraph)] = "cuGraphInstantiateWithFlags",
        [nameof(CudaGraphFunctions.LaunchGraph)] = "cuGraphLaunch",
        [nameof(CudaGraphFunctions.DestroyHandle)] = "cuGraphDestroy",
    };

    [Theory]
    [InlineData(typeof(CuBlasFunctions))]
    [InlineData(typeof(CudaGraphFunctions))]
    public void Functions_take_what_the_headers_say(Type table)
    {
        var declared = table.GetNestedTypes(BindingFlags.Public | BindingFlags.NonPublic).Where(static type => type.IsSubclassOf(typeof(Delegate))).ToArray();
        Assert.NotEmpty(declared);
        Assert.Empty(declared.Select(static type => NativeInterfaces.Mistake(
            ExportOf[type.Name], type.GetMethod("Invoke")!.GetParameters().Select(static parameter => parameter.ParameterType))).OfType<string>());
    }

    [Fact]
    public void Numbers_are_those_of_the_headers() => Assert.Empty(
        new[] { typeof(CuBlas), typeof(StepGraph) }.SelectMany(NativeInterfaces.MistakesOfConstants));
}
