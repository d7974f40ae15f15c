using System.Collections.Immutable;
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
    /// <summary>The first version with everything that <see cref="CudaDriver"/> lists.</summary>
    private static readonly CudaDriverVersion OldestVersion = CudaDriverVersion.FromMajorMinor(11, 4);

    private static readonly Lazy<CudaDevices> Found = new(() => new CudaDevices(
        Environment.GetEnvironmentVariable("GPUNET_CUDA_LIBRARY"), NvrtcLocator.OfMachine()));

    private readonly ImmutableArray<CudaDeviceFacts>.Builder usable = ImmutableArray.CreateBuilder<CudaDeviceFacts>();
    private readonly ImmutableArray<UnusableDevice>.Builder unusable = ImmutableArray.CreateBuilder<UnusableDevice>();

    /// <param name="library">The file of the driver library; where there is none, the loader finds the installed driver.</param>
    /// <param name="compilers">Where NVRTC may be.</param>
    public CudaDevices(string? library, NvrtcLocator compilers)
    {
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

    /// <summary>Compiles kernels for the usable devices; there is one where there is a usable device.</summary>
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
        Compiler = compilers.Find(version, out string? obstacle);
        for (int ordinal = 0; ordinal < count; ordinal++)
            Describe(driver, ordinal, obstacle);
    }

    private void Describe(CudaDriver driver, int ordinal, string? compilerObstacle)
    {
        try
        {
            var facts = new CudaDeviceFacts(driver, ordinal);
            if ((facts.Obstacle() ?? compilerObstacle) is { } obstacle)
                Reject(facts.Name, obstacle);
            else
                usable.Add(facts);
        }
        catch (CudaException exception)
        {
            Reject($"CUDA device {ordinal}", exception.Message);
        }
    }

    private void Reject(string name, string reason) => unusable.Add(new UnusableDevice(name, AcceleratorType.Cuda, reason));
}
