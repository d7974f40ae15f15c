using GpuNet.Engine.Drivers.Cuda.Interop;
using ILGPU.Runtime.Cuda;

namespace GpuNet.Engine.Drivers.Cuda;

/// <summary>
/// Looks for NVRTC, NVIDIA's compiler for kernels, which does not come with the driver: in the file or folder that
/// <c>GPUNET_NVRTC</c> names, in the toolkit of <c>CUDA_PATH</c>, on the loader's path, in toolkits where they usually
/// are, and in the packages of Python.
/// </summary>
/// <param name="candidates">Files or names, in order.</param>
internal sealed class NvrtcLocator(IEnumerable<string> candidates)
{
    public static NvrtcLocator OfMachine() => Environment.GetEnvironmentVariable("GPUNET_NVRTC") is { Length: > 0 } chosen
        ? new NvrtcLocator(Directory.Exists(chosen) ? NvrtcPlaces.LibrariesIn(chosen) : [Path.GetFullPath(chosen)])
        : new NvrtcLocator(NvrtcPlaces.All());

    /// <summary>The first compiler whose code the driver takes: one of the same major version of CUDA, or of an older one.</summary>
    /// <param name="driver">What the driver supports.</param>
    /// <param name="obstacle">Why there is none, and how to get one.</param>
    public Nvrtc? Find(CudaDriverVersion driver, out string? obstacle)
    {
        obstacle = null;
        foreach (string candidate in candidates)
        {
            LoadBuiltIns(candidate);
            nint library = NativeLibraries.Load([candidate], out string? failure);
            try
            {
                var compiler = library == 0 ? null : new Nvrtc(new NvrtcApi(library));
                if (compiler?.Version.Major <= driver.Major)
                {
                    obstacle = null;
                    return compiler;
                }
                failure = compiler is null ? failure : $"{candidate} is of CUDA {compiler.Version}, the driver supports {driver} only";
            }
            catch (Exception exception) when (exception is EntryPointNotFoundException or InvalidOperationException)
            {
                failure = $"{candidate}: {exception.Message}";
            }
            if (failure is not null)
                obstacle ??= $"NVRTC, the compiler for kernels, cannot be used: {failure}. {Advice(driver)}";
        }
        obstacle ??= $"NVRTC, the compiler for kernels, is missing. {Advice(driver)}";
        return null;
    }

    /// <summary>
    /// A second library, with what kernels find built in, which NVRTC asks the loader for by its name alone: beside NVRTC the loader
    /// does not look by itself, but what is loaded already it finds.
    /// </summary>
    private static void LoadBuiltIns(string compiler)
    {
        if (OperatingSystem.IsLinux() && Path.IsPathRooted(compiler) && Path.GetDirectoryName(compiler) is { } folder && Directory.Exists(folder))
            foreach (string file in Directory.EnumerateFiles(folder, "libnvrtc-builtins.so.*"))
                NativeLibraries.Load([file], out _);
    }

    private static string Advice(CudaDriverVersion driver)
    {
        // From 13 on the package has no version in its name.
        string package = driver.Major >= 13 ? "nvidia-cuda-nvrtc" : $"nvidia-cuda-nvrtc-cu{driver.Major}";
        return $"Run `pip install {package}`, or install the CUDA toolkit {driver.Major}, or let GPUNET_NVRTC name the library. "
            + "GPUNET_CUDA_COMPILER=ptx tries to do without: by PTX of the engine's own, which has run on no GPU yet.";
    }
}
