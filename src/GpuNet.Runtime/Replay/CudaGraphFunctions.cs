using System.Runtime.InteropServices;

namespace GpuNet;

/// <summary>
/// The functions of NVIDIA's driver that make a graph of what a stream is given, found in the driver's library at run time. They
/// take streams by their handles, so it is one whoever drives the device: <c>GpuNet.Engine</c> or the ILGPU packages.
/// </summary>
/// <remarks>Interface: https://docs.nvidia.com/cuda/cuda-driver-api/. Each returns an error code, 0 for success.</remarks>
internal sealed class CudaGraphFunctions
{
    private static readonly Lazy<CudaGraphFunctions?> Loaded = new(Load);

    private CudaGraphFunctions(nint library)
    {
        BeginCapture = Function<BeginStreamCapture>(library, "cuStreamBeginCapture_v2");
        EndCapture = Function<EndStreamCapture>(library, "cuStreamEndCapture");
        Instantiate = Function<InstantiateGraph>(library, "cuGraphInstantiateWithFlags");
        Launch = Function<LaunchGraph>(library, "cuGraphLaunch");
        Destroy = Function<DestroyHandle>(library, "cuGraphDestroy");
        DestroyExecutable = Function<DestroyHandle>(library, "cuGraphExecDestroy");
    }

    internal delegate int BeginStreamCapture(nint stream, int mode);

    internal delegate int EndStreamCapture(nint stream, out nint graph);

    internal delegate int InstantiateGraph(out nint executable, nint graph, ulong flags);

    internal delegate int LaunchGraph(nint executable, nint stream);

    internal delegate int DestroyHandle(nint handle);

    /// <summary>Null where there is no driver, or one without graphs.</summary>
    internal static CudaGraphFunctions? Found => Loaded.Value;

    internal BeginStreamCapture BeginCapture { get; }

    internal EndStreamCapture EndCapture { get; }

    internal InstantiateGraph Instantiate { get; }

    internal LaunchGraph Launch { get; }

    internal DestroyHandle Destroy { get; }

    internal DestroyHandle DestroyExecutable { get; }

    private static CudaGraphFunctions? Load()
    {
        // The same library as the engine's.
        var given = Environment.GetEnvironmentVariable("GPUNET_CUDA_LIBRARY");
        string[] names = given is { Length: > 0 } ? [given] : ["libcuda.so.1", "nvcuda.dll"];
        foreach (var name in names)
        {
            if (!NativeLibrary.TryLoad(name, out var library)) continue;
            try
            {
                return new CudaGraphFunctions(library);
            }
            catch (EntryPointNotFoundException)
            {
                return null;
            }
        }
        return null;
    }

    private static T Function<T>(nint library, string name) where T : Delegate =>
        Marshal.GetDelegateForFunctionPointer<T>(NativeLibrary.GetExport(library, name));
}
