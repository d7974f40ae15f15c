using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace GpuNet.TestKit;

/// <summary>
/// A fake of NVIDIA's driver library (see Fake/fake_cuda.c), loaded for one test: devices of host memory that run kernels
/// on the host, count calls, check every use, and fail on demand.
/// </summary>
public sealed unsafe class FakeCuda : IDisposable
{
    private static readonly Lazy<string> Built = new(Build);

    private readonly nint handle;
    private readonly bool isCopy;

    public FakeCuda()
    {
        // A copy for each, so that each has a state of its own.
        Library = Path.Combine(Path.GetDirectoryName(Built.Value)!, $"libcuda-{Guid.NewGuid():N}.so");
        File.Copy(Built.Value, Library);
        handle = NativeLibrary.Load(Library);
        isCopy = true;
    }

    private FakeCuda(string library) => (Library, handle) = (library, NativeLibrary.Load(library));

    /// <summary>The fake that this process was started with, as GPUNET_CUDA_LIBRARY; null without one.</summary>
    public static FakeCuda? OfProcess()
    {
        string? library = Environment.GetEnvironmentVariable("GPUNET_CUDA_LIBRARY");
        if (string.IsNullOrEmpty(library))
            return null;
        var fake = new FakeCuda(library);
        return NativeLibrary.TryGetExport(fake.handle, "fake_fail", out _) ? fake : null;
    }

    /// <summary>The driver's file.</summary>
    public string Library { get; }

    /// <summary>The file of a fake NVRTC that compiles for these devices by clang.</summary>
    public static string Compiler => Path.Combine(Path.GetDirectoryName(Built.Value)!, "libnvrtc.so");

    /// <summary>The same, of a CUDA version that the fake driver is too old for.</summary>
    public static string NewerCompiler => Path.Combine(Path.GetDirectoryName(Built.Value)!, "libnvrtc-13.so");

    /// <summary>The first wrong use of the driver's interface, or an empty text.</summary>
    public string Misuse => Marshal.PtrToStringUTF8((nint)((delegate* unmanaged<byte*>)Find("fake_misuse"))())!;

    /// <summary>A property of the driver or its devices, such as "devices", "version" or "memory".</summary>
    public void Set(string name, long value) =>
        WithText(name, text => ((delegate* unmanaged<byte*, long, void>)Find("fake_set"))((byte*)text, value));

    /// <summary>Lets a call fail after it has succeeded so many times.</summary>
    public void Fail(string call, int error, int after = 0) =>
        WithText(call, text => ((delegate* unmanaged<byte*, int, int, void>)Find("fake_fail"))((byte*)text, error, after));

    /// <summary>Lets all calls about contexts fail from now on, as after a crash of a kernel.</summary>
    public void Lose(int error) => ((delegate* unmanaged<int, void>)Find("fake_lose"))(error);

    /// <summary>Ends all failures.</summary>
    public void Recover() => ((delegate* unmanaged<void>)Find("fake_recover"))();

    /// <summary>How often a function was called.</summary>
    public long Calls(string call)
    {
        long count = 0;
        WithText(call, text => count = ((delegate* unmanaged<byte*, long>)Find("fake_calls"))((byte*)text));
        return count;
    }

    /// <summary>How many objects of a kind there are: "context", "pool", "stream", "event", "module", "graph",
    /// "graph_exec", "memory", "host_memory" or "registration".</summary>
    public long Live(string kind)
    {
        long count = 0;
        WithText(kind, text => count = ((delegate* unmanaged<byte*, long>)Find("fake_live"))((byte*)text));
        return count;
    }

    public void Dispose()
    {
        if (isCopy)
            File.Delete(Library);
    }

    private nint Find(string name) => NativeLibrary.GetExport(handle, name);

    private static void WithText(string text, Action<nint> use)
    {
        fixed (byte* bytes = Encoding.UTF8.GetBytes(text + '\0'))
            use((nint)bytes);
    }

    private static string Build()
    {
        Xunit.Assert.SkipUnless(OperatingSystem.IsLinux(), "The fake CUDA driver is written for Linux.");
        Clang.Require();
        var folder = Directory.CreateTempSubdirectory("gpunet-fake-cuda-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        var start = new ProcessStartInfo("bash", [Repository.PathOf("tests", "GpuNet.TestKit", "Cuda", "Fake", "build.sh"), folder])
        {
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        string messages = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? Path.Combine(folder, "libcuda.so")
            : throw new InvalidOperationException($"The fake CUDA libraries do not compile:\n{messages}");
    }
}
