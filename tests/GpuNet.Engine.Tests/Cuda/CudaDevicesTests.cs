using GpuNet.Engine.Drivers.Cuda;
using GpuNet.TestKit;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;

namespace GpuNet.Engine.Tests.Cuda;

/// <summary>Whatever a machine has or lacks, there is a device or a reason that says what to do, and never a crash.</summary>
public sealed class CudaDevicesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private static NvrtcLocator Compiler => new([FakeCuda.Compiler]);

    private static string ReasonOf(CudaDevices devices)
    {
        Assert.Empty(devices.Usable);
        return Assert.Single(devices.Unusable).Reason;
    }

    private static string ReasonWith(string setting, long value)
    {
        using var fake = new FakeCuda();
        fake.Set(setting, value);
        return ReasonOf(new CudaDevices(fake.Library, Compiler));
    }

    private static string ReasonAfter(string call, int error)
    {
        using var fake = new FakeCuda();
        fake.Fail(call, error);
        return ReasonOf(new CudaDevices(fake.Library, Compiler));
    }

    [Fact]
    public void This_machine_has_a_device_or_a_reason()
    {
        var listed = DeviceProbe.UnusableDevices.Where(device => device.AcceleratorType == AcceleratorType.Cuda).ToList();
        Assert.True(CudaDevices.OfMachine.Usable.Length > 0 || listed.Count > 0);
        Assert.All(listed, device => Assert.True(device is { Name.Length: > 0, Reason.Length: > 0 }));
    }

    [Fact]
    public void Devices_are_listed_in_order_with_what_they_have()
    {
        using var fake = new FakeCuda();
        fake.Set("devices", 2);
        var devices = CudaTestDevice.Devices(fake);
        Assert.Empty(devices.Unusable);
        Assert.Equal(["Fake GPU 0", "Fake GPU 1"], devices.Usable.Select(facts => facts.Name));
        var device = new CudaDevice(devices.Usable[1], devices.Compiler!);
        Assert.Equal(1, device.DeviceId);
        Assert.Equal(1L << 30, device.MemorySize);
        Assert.Equal(227 << 10, device.MaxSharedMemoryPerGroup);
        Assert.Equal(CudaArchitecture.SM_90, device.Architecture);
        Assert.Equal(CudaInstructionSet.ISA_84, device.InstructionSet);
        Assert.Equal("12.4", device.DriverVersion.ToString());
        Assert.Equal(32, device.WarpSize);
        var text = new StringWriter();
        device.PrintInformation(text);
        Assert.Contains("SM_90", text.ToString());
    }

    [Fact]
    public void A_driver_that_knows_no_clock_rate_still_has_devices()
    {
        using var fake = new FakeCuda();
        var devices = CudaTestDevice.Devices(fake);
        fake.Set("unknown_attribute", 13);
        Assert.Equal(0, new CudaDevice(devices.Usable[0], devices.Compiler!).ClockRate);
    }

    [Fact]
    public void No_library_is_a_reason() =>
        Assert.Contains("there is no such file", ReasonOf(new CudaDevices(folder.File("libcuda.so"), Compiler)));

    [Fact]
    public void A_library_that_is_a_text_file_is_a_reason()
    {
        string file = folder.Write("libcuda.so", "This is no library, though it has the name and is long enough to be one.\n");
        string reason = ReasonOf(new CudaDevices(file, Compiler));
        Assert.Contains("cannot be loaded", reason);
        Assert.Contains(file, reason);
    }

    [Fact]
    public void Another_library_is_a_reason() => Assert.Contains("is not NVIDIA's driver", ReasonOf(new CudaDevices(FakeCuda.Compiler, Compiler)));

    [Theory]
    [InlineData("devices", 0, "sees no device")]
    [InlineData("version", 11010, "CUDA 11.1, the engine needs 11.4. Install a newer driver.")]
    [InlineData("version", 9020, "CUDA 9.2,")]
    [InlineData("major", 5, "compute capability is 5.0")]
    [InlineData("compute_mode", 2, "nvidia-smi -c DEFAULT")]
    public void What_is_in_the_way_is_told(string setting, long value, string expected) => Assert.Contains(expected, ReasonWith(setting, value));

    [Theory]
    [InlineData("cuInit", 803, "CUDA_ERROR_SYSTEM_DRIVER_MISMATCH (803). The library and the kernel module")]
    [InlineData("cuInit", 34, "stub")]
    [InlineData("cuInit", 4242, "unknown error (4242)")]
    [InlineData("cuDeviceGetCount", 999, "cuDeviceGetCount failed")]
    [InlineData("cuDeviceGetName", 101, "cuDeviceGetName of device 0 failed: CUDA_ERROR_INVALID_DEVICE (101)")]
    [InlineData("cuDeviceGetAttribute", 101, "cuDeviceGetAttribute(ComputeCapabilityMajor) of Fake GPU 0")]
    public void Calls_that_fail_are_told(string call, int error, string expected) => Assert.Contains(expected, ReasonAfter(call, error));

    [Fact]
    public void A_device_that_another_program_holds_is_told()
    {
        using var fake = new FakeCuda();
        fake.Set("compute_mode", 3);
        Assert.Single(CudaTestDevice.Devices(fake).Usable);
        fake.Fail("cuDevicePrimaryCtxRetain", 46);
        string reason = ReasonOf(CudaTestDevice.Devices(fake));
        Assert.Contains("CUDA_ERROR_DEVICE_UNAVAILABLE (46). Another program may hold the device.", reason);
        Assert.Equal(0, fake.Live("context"));
    }

    [Fact]
    public void Without_NVRTC_devices_are_listed_with_how_to_get_it()
    {
        using var fake = new FakeCuda();
        string reason = ReasonOf(new CudaDevices(fake.Library, new NvrtcLocator([folder.File("libnvrtc.so.12")])));
        Assert.Contains("NVRTC, the compiler for kernels", reason);
        Assert.Contains("pip install nvidia-cuda-nvrtc-cu12", reason);
        fake.Set("version", 13000);
        Assert.Contains("pip install nvidia-cuda-nvrtc`", ReasonOf(new CudaDevices(fake.Library, new NvrtcLocator([]))));
    }

    [Fact]
    public void Without_NVRTC_the_driver_compiles_PTX_if_that_is_asked_for()
    {
        using var fake = new FakeCuda();
        Assert.Contains("GPUNET_CUDA_COMPILER=ptx", ReasonOf(new CudaDevices(fake.Library, new NvrtcLocator([]))));
        var devices = new CudaDevices(fake.Library, new NvrtcLocator([]), emitsPtx: true);
        var text = new StringWriter();
        new CudaDevice(Assert.Single(devices.Usable), devices.Compiler).PrintInformation(text);
        Assert.Contains("of PTX by the engine (not yet proven on a GPU)", text.ToString());
        fake.Set("major", 7);
        Assert.Contains("compute capability 8.0 and above", ReasonOf(new CudaDevices(fake.Library, new NvrtcLocator([]), emitsPtx: true)));
    }

    [Fact]
    public void An_NVRTC_that_is_newer_than_the_driver_is_passed_over()
    {
        using var fake = new FakeCuda();
        string reason = ReasonOf(new CudaDevices(fake.Library, new NvrtcLocator([FakeCuda.NewerCompiler])));
        Assert.Contains("the driver supports 12.4 only", reason);
        Assert.Single(new CudaDevices(fake.Library, new NvrtcLocator([FakeCuda.NewerCompiler, FakeCuda.Compiler])).Usable);
    }

    /// <summary>NVRTC asks the loader for its second library by name, and the loader knows no folder of Python's packages.</summary>
    [Fact]
    public void What_NVRTC_needs_beside_itself_is_loaded_before_it()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Other systems find it beside the library.");
        using var fake = new FakeCuda();
        File.Copy(FakeCuda.Compiler, folder.File("libnvrtc.so.12"));
        File.Copy(FakeCuda.Compiler, folder.File("libnvrtc-builtins.so.12.4"));
        Assert.Single(new CudaDevices(fake.Library, new NvrtcLocator([folder.File("libnvrtc.so.12")])).Usable);
        Assert.Contains(folder.File("libnvrtc-builtins.so.12.4"), File.ReadAllText("/proc/self/maps"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_compiler_that_is_another_library_is_told()
    {
        using var fake = new FakeCuda();
        Assert.Contains("nvrtcVersion", ReasonOf(new CudaDevices(fake.Library, new NvrtcLocator([fake.Library]))));
    }

    [Fact]
    public void Code_is_for_the_device_itself_or_for_the_newest_architecture_below_it()
    {
        using var fake = new FakeCuda();
        var compiler = CudaTestDevice.Devices(fake).Compiler!;
        Assert.Equal("--gpu-architecture=sm_90", compiler.TargetOf(CudaArchitecture.SM_90));
        Assert.Equal("--gpu-architecture=compute_80", compiler.TargetOf(CudaArchitecture.SM_89));
        Assert.Equal("--gpu-architecture=compute_90", compiler.TargetOf(CudaArchitecture.SM_120));
        Assert.Throws<NotSupportedException>(() => compiler.TargetOf(CudaArchitecture.SM_60));
        Assert.Equal("--gpu-architecture=sm_90a", compiler.TargetOfOne(CudaArchitecture.SM_90));
        Assert.Contains("12.0", Assert.Throws<InvalidOperationException>(() => compiler.TargetOfOne(CudaArchitecture.SM_89)).Message);
    }

    [Fact]
    public void A_folder_is_searched_for_the_newest_compiler_first()
    {
        folder.Write("libnvrtc.so.12", "");
        folder.Write("libnvrtc.so.13", "");
        folder.Write("libnvrtc-builtins.so.12.4", "");
        Assert.Equal(["libnvrtc.so.13", "libnvrtc.so.12"], NvrtcPlaces.LibrariesIn(folder.Path).Select(path => Path.GetFileName(path)));
    }

    [Fact]
    public void Instruction_sets_follow_the_driver()
    {
        var old = CudaDriverVersion.FromMajorMinor(11, 4);
        Assert.Equal(CudaInstructionSet.ISA_74, CudaAccelerator.GetInstructionSet(CudaArchitecture.SM_80, old));
        Assert.False(CudaAccelerator.TryGetInstructionSet(CudaArchitecture.SM_90, old, out var oldest, out _));
        Assert.Equal("11.8", oldest.ToString());
        Assert.Throws<NotSupportedException>(() => CudaAccelerator.GetInstructionSet(CudaArchitecture.SM_30, old));
        Assert.True(CudaDevice.TryGetArchitecture(8, 6, out var architecture) && architecture == CudaArchitecture.SM_86);
        Assert.True(CudaArchitecture.SM_86 < CudaArchitecture.SM_90 && CudaArchitecture.SM_100 > CudaArchitecture.SM_90);
    }
}
