using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using GpuNet.Engine.Drivers.Cuda.Interop;
using ILGPU.Runtime.Cuda;

namespace GpuNet.Engine.Drivers.Cuda;

/// <summary>NVIDIA's run-time compiler: CUDA C to code for one architecture.</summary>
internal sealed unsafe class Nvrtc
{
    private const int Compilation = 6;

    private readonly NvrtcApi api;

    /// <exception cref="InvalidOperationException">The compiler does not answer.</exception>
    public Nvrtc(NvrtcApi api)
    {
        this.api = api;
        int major, minor, count;
        Check(api.nvrtcVersion(&major, &minor), "nvrtcVersion");
        Version = CudaDriverVersion.FromMajorMinor(major, minor);
        Check(api.nvrtcGetNumSupportedArchs(&count), "nvrtcGetNumSupportedArchs");
        var architectures = new int[count];
        fixed (int* first = architectures)
            Check(api.nvrtcGetSupportedArchs(first), "nvrtcGetSupportedArchs");
        Architectures = architectures;
    }

    /// <summary>The version of CUDA that the compiler is of.</summary>
    public CudaDriverVersion Version { get; }

    /// <summary>What it compiles for, as 90 for compute capability 9.0.</summary>
    public IReadOnlyList<int> Architectures { get; }

    /// <summary>
    /// The option that makes code for a device: its own machine code, or, for a device that is newer than the compiler,
    /// PTX of the newest architecture below it, from which the driver makes the rest.
    /// </summary>
    public string TargetOf(CudaArchitecture architecture)
    {
        int own = NumberOf(architecture);
        return Architectures.Contains(own) ? $"--gpu-architecture=sm_{own}"
            : Architectures.Where(known => known < own).DefaultIfEmpty().Max() is > 0 and var below ? $"--gpu-architecture=compute_{below}"
            : throw new NotSupportedException($"NVRTC {Version} compiles for no architecture up to {architecture}; install one of an older CUDA.");
    }

    /// <summary>The option that allows instructions which no later architecture has, for machine code of 9.0.</summary>
    /// <exception cref="InvalidOperationException">The compiler is older than that.</exception>
    public string TargetOfOne(CudaArchitecture architecture) => Architectures.Contains(NumberOf(architecture)) && Version.Major >= 12
        ? $"--gpu-architecture=sm_{NumberOf(architecture)}a"
        : throw new InvalidOperationException($"sm_{NumberOf(architecture)}a is an architecture of NVRTC 12.0 and newer.");

    private static int NumberOf(CudaArchitecture architecture) => architecture.Major * 10 + architecture.Minor;

    /// <summary>Compiles; a target called compute gives PTX, with the zero that ends it.</summary>
    /// <param name="source">CUDA C.</param>
    /// <param name="options">Among them the target.</param>
    /// <param name="log">The compiler's words if it rejects the source, otherwise null.</param>
    /// <returns>The code; nothing if the source is rejected.</returns>
    public byte[] Compile(string source, IReadOnlyList<string> options, out string? log)
    {
        nint program;
        byte[] text = Encoding.UTF8.GetBytes(source + '\0');
        fixed (byte* first = text, name = "kernel.cu\0"u8)
            Check(api.nvrtcCreateProgram(&program, first, name, 0, null, null), "nvrtcCreateProgram");
        try
        {
            int error = Run(program, options);
            log = error == Compilation ? Log(program) : null;
            if (error == Compilation)
                return [];
            Check(error, $"nvrtcCompileProgram ({string.Join(' ', options)})");
            return options.Any(static option => option.Contains("=compute_", StringComparison.Ordinal))
                ? Read(program, api.nvrtcGetPTXSize, api.nvrtcGetPTX, "nvrtcGetPTX")
                : Read(program, api.nvrtcGetCUBINSize, api.nvrtcGetCUBIN, "nvrtcGetCUBIN");
        }
        finally
        {
            api.nvrtcDestroyProgram(&program);
        }
    }

    private int Run(nint program, IReadOnlyList<string> options)
    {
        byte** arguments = stackalloc byte*[options.Count];
        for (int index = 0; index < options.Count; index++)
            arguments[index] = (byte*)Marshal.StringToCoTaskMemUTF8(options[index]);
        long start = Stopwatch.GetTimestamp();
        int error = api.nvrtcCompileProgram(program, options.Count, arguments);
        KernelCompilation.AddTimeSince(start);
        for (int index = 0; index < options.Count; index++)
            Marshal.FreeCoTaskMem((nint)arguments[index]);
        return error;
    }

    private string Log(nint program) =>
        Encoding.UTF8.GetString(Read(program, api.nvrtcGetProgramLogSize, api.nvrtcGetProgramLog, "nvrtcGetProgramLog")).TrimEnd('\0', '\n', ' ');

    private byte[] Read(nint program, delegate* unmanaged<nint, nuint*, int> size, delegate* unmanaged<nint, byte*, int> read, string call)
    {
        nuint length;
        Check(size(program, &length), call);
        byte[] bytes = new byte[(int)length];
        fixed (byte* first = bytes)
            Check(read(program, first), call);
        return bytes;
    }

    private void Check(int error, string call)
    {
        if (error != 0)
            throw new InvalidOperationException($"{call} failed: {Marshal.PtrToStringUTF8((nint)api.nvrtcGetErrorString(error))} ({error}).");
    }
}
