using System.Collections.Immutable;
using GpuNet.Engine.Backends.Ptx;
using GpuNet.Engine.Drivers.Cuda.Interop;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;

namespace GpuNet.Engine.Drivers.Cuda;

/// <summary>
/// All CUDA devices that a driver shows, with the compiler for their kernels. A missing library, a broken or an old driver
/// is a reason to list, never an error.
/// </summary>
internal sealed unsafe class CudaDevices
{
    /// <summary>The first version with everything that <see cref="CudaDriver"/> lists, and with graphs that programs make of a stream's work.</summary>
    private static readonly CudaDriverVersion OldestVersion = CudaDriverVersion.FromMajorMinor(11, 4);

    private static readonly Lazy<CudaDevices> Found = new(() => new CudaDevices(
        Environment.GetEnvironmentVariable("GPUNET_CUDA_LIBRARY"), NvrtcLocator.OfMachine(),
        "ptx".Equals(Environment.GetEnvironmentVariable("GPUNET_CUDA_COMPILER"), StringComparison.OrdinalIgnoreCase)));

    private readonly ImmutableArray<CudaDeviceFacts>.Builder usable = ImmutableArray.CreateBuilder<CudaDeviceFacts>();
    private readonly ImmutableArray<UnusableDevice>.Builder unusable = ImmutableArray.CreateBuilder<UnusableDevice>();
    private readonly bool emitsPtx;

    /// <param name="library">The file of the driver library; where there is none, the loader finds the installed driver.</param>
    /// <param name="compilers">Where NVRTC may be.</param>
    /// <param name="emitsPtx">The engine's own PTX is compiled by the driver, and NVRTC not looked for.</param>
    public CudaDevices(string? library, NvrtcLocator compilers, bool emitsPtx = false)
    {
        this.emitsPtx = emitsPtx;
        nint handle = NativeLibraries.Load(library is { Length: > 0 } ? [library] : ["libcuda.so.1", "nvcuda.dll"], out string? failure);
        if (handle == 0)
        {
            Reject("CUDA", failure is null ? "No NVIDIA driver (libcuda.so.1, nvcuda.dll) is installed." : $"The NVIDIA driver cannot be loaded: {failure}");
            return;
        }
        try
        {
            Find(new CudaDriver(handle), compilers);
        }
        catch (CudaException exception)
        {
            Reject("CUDA", $"The installed NVIDIA driver does not work: {exception.Message}");
        }
    }

    /// <summary>What this machine has; looked for once.</summary>
    public static CudaDevices OfMachine => Found.Value;

    /// <summary>In the driver's order.</summary>
    public ImmutableArray<CudaDeviceFacts> Usable => usable.ToImmutable();

    public ImmutableArray<UnusableDevice> Unusable => unusable.ToImmutable();

    /// <summary>Compiles kernels for the usable devices; null where they are given the engine's own PTX.</summary>
    public Nvrtc? Compiler { get; private set; }

    private void Find(CudaDriver driver, NvrtcLocator compilers)
    {
        if (driver.Missing.Contains(nameof(driver.cuInit)))
        {
            Reject("CUDA", "The library found is not NVIDIA's driver: it has no function cuInit.");
            return;
        }
        driver.Check(driver.cuInit(0), "cuInit");
        int value, count;
        driver.Check(driver.cuDriverGetVersion(&value), "cuDriverGetVersion");
        var version = CudaDriverVersion.FromValue(value);
        if (version < OldestVersion)
        {
            Reject("CUDA", $"The NVIDIA driver is too old: it supports CUDA {version}, the engine needs {OldestVersion}. Install a newer driver.");
            return;
        }
        if (driver.Missing.Count > 0)
        {
            Reject("CUDA", $"The NVIDIA driver lacks functions ({string.Join(", ", driver.Missing)}). Install it anew.");
            return;
        }
        driver.Check(driver.cuDeviceGetCount(&count), "cuDeviceGetCount");
        if (count == 0)
        {
            Reject("CUDA", "The NVIDIA driver has no device.");
            return;
        }
        string? obstacle = null;
        if (!emitsPtx)
            Compiler = compilers.Find(version, out obstacle);
        for (int ordinal = 0; ordinal < count; ordinal++)
            Describe(driver, ordinal, obstacle);
    }

    private void Describe(CudaDriver driver, int ordinal, string? compilerObstacle)
    {
        try
        {
            var facts = new CudaDeviceFacts(driver, ordinal);
            if ((facts.Obstacle() ?? compilerObstacle ?? PtxObstacle(facts)) is { } obstacle)
                Reject(facts.Name, obstacle);
            else
                usable.Add(facts);
        }
        catch (CudaException exception)
        {
            Reject($"CUDA device {ordinal}", exception.Message);
        }
    }

    private string? PtxObstacle(CudaDeviceFacts facts) => emitsPtx && facts.Architecture.Major < PtxEmitter.Target / 10
        ? $"The engine's own PTX (GPUNET_CUDA_COMPILER=ptx) is for compute capability {PtxEmitter.Target / 10}.0 and above, the device has {facts.Architecture}. Install NVRTC, and leave GPUNET_CUDA_COMPILER alone."
        : null;

    private void Reject(string name, string reason) => unusable.Add(new UnusableDevice(name, AcceleratorType.Cuda, reason));
}
