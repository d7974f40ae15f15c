using GpuNet.TestKit;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;

namespace GpuNet.Engine.Tests.Cuda;

/// <summary>What goes wrong on a device is told: the error's name, the call, the kernel, and what helps.</summary>
public sealed class CudaErrorTests : IDisposable
{
    private readonly FakeCuda fake = new();
    private readonly CudaAccelerator accelerator;

    public CudaErrorTests()
    {
        fake.Set("memory", 8 << 20);
        accelerator = CudaTestDevice.Open(fake);
    }

    public void Dispose()
    {
        fake.Recover();
        accelerator.Context.Dispose();
    }

    private static void Fill(Index1D i, ArrayView<int> target, int value) => target[i] = value + i;

    private Action<Index1D, ArrayView<int>, int> LoadFill() => accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<int>, int>(Fill);

    [Fact]
    public void Too_little_memory_is_told_with_what_is_free()
    {
        using var half = accelerator.Allocate1D<byte>(4 << 20);
        var exception = Assert.Throws<CudaException>(() => accelerator.Allocate1D<float>(2 << 20));
        Assert.Equal("CUDA_ERROR_OUT_OF_MEMORY", exception.Error);
        Assert.Contains("of 8388608 bytes on Fake GPU 0 (4194304 of 8388608 free)", exception.Message);
        Assert.Contains("free buffers", exception.Message);
        // The device goes on.
        using var other = accelerator.Allocate1D<int>([1, 2]);
        Assert.Equal([1, 2], other.GetAsArray1D());
    }

    [Fact]
    public void Memory_that_is_being_freed_is_waited_for()
    {
        var first = accelerator.Allocate1D<byte>(6 << 20);
        first.MemSetToZero();
        first.Dispose();
        using var second = accelerator.Allocate1D<byte>(6 << 20);
        Assert.Equal(2L << 20, accelerator.GetFreeMemory());
    }

    [Fact]
    public void A_launch_that_fails_names_the_kernel()
    {
        using var buffer = accelerator.Allocate1D<int>(100);
        var kernel = LoadFill();
        fake.Fail("cuLaunchKernel", 701);
        var exception = Assert.Throws<CudaException>(() => kernel(100, buffer.View, 1));
        Assert.StartsWith($"cuLaunchKernel of the kernel {nameof(CudaErrorTests)}.{nameof(Fill)} in 1 groups of 128 ", exception.Message);
        Assert.Contains("failed: CUDA_ERROR_LAUNCH_OUT_OF_RESOURCES (701).", exception.Message);
    }

    [Fact]
    public void A_kernel_that_crashes_the_device_is_named_where_the_error_surfaces()
    {
        using var buffer = accelerator.Allocate1D<int>(100);
        LoadFill()(100, buffer.View, 1);
        fake.Lose(700);
        var exception = Assert.Throws<CudaException>(accelerator.Synchronize);
        Assert.Contains(nameof(Fill), exception.Message);
        Assert.Contains("CUDA_ERROR_ILLEGAL_ADDRESS (700). The device's context is lost", exception.Message);
        Assert.Throws<CudaException>(() => buffer.GetAsArray1D());
        Assert.Throws<CudaException>(() => accelerator.Allocate1D<int>(1));
    }

    [Fact]
    public void Disposing_works_after_the_device_is_lost()
    {
        using var lost = new FakeCuda();
        var devices = CudaTestDevice.Devices(lost);
        using var context = Context.Create().ToContext();
        var other = new CudaDevice(devices.Usable[0], devices.Compiler!).CreateCudaAccelerator(context);
        var buffer = other.Allocate1D<int>(100);
        var stream = other.CreateStream();
        lost.Lose(719);
        buffer.Dispose();
        stream.Dispose();
        other.Dispose();
        Assert.Equal(0, lost.Live("context"));
    }

    [Fact]
    public void Code_of_another_machine_names_the_kernel()
    {
        fake.Fail("cuModuleLoadDataEx", 209);
        var exception = Assert.Throws<CudaException>(LoadFill);
        Assert.Contains($"cuModuleLoadDataEx of the kernel {nameof(CudaErrorTests)}.{nameof(Fill)} on Fake GPU 0", exception.Message);
        Assert.Contains("CUDA_ERROR_NO_BINARY_FOR_GPU (209). NVRTC and the driver do not fit together", exception.Message);
    }

    [Fact]
    public void The_drivers_own_words_about_code_are_told()
    {
        var exception = Assert.Throws<CudaException>(() => Engine.Drivers.Cuda.CudaModule.Load(accelerator.DriverContext, "Wrong", [1, 2, 3, 4]));
        Assert.Contains("(not an image of this fake)", exception.Message);
        Assert.Contains("CUDA_ERROR_INVALID_IMAGE (200)", exception.Message);
    }

    [Fact]
    public void A_rejected_source_shows_the_log_and_the_lines()
    {
        var exception = Assert.Throws<KernelCompilationException>(() => accelerator.Compiler.Compile(
            "Broken", "// 1\n// 2\n// 3\n// 4\nextern \"C\" __global__ void broken(int* a)\n{\n    a[0] = nonsense;\n}\n"));
        Assert.Contains("NVRTC 12.", exception.Message);
        Assert.Contains(">    7      a[0] = nonsense;", exception.Message);
        Assert.Contains("undeclared identifier", exception.Message);
    }

    [Fact]
    public void Code_is_kept_on_disk_for_the_next_program()
    {
        using var folder = new TemporaryFolder();
        const string source = "extern \"C\" __global__ void store(int* a)\n{\n    a[0] = 1;\n}\n";
        var device = accelerator.Device;
        var first = CompilerWith(folder.Path).Compile("Store", source);
        var entry = new FileInfo(Assert.Single(Directory.GetFiles(folder.Path)));
        var written = new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        entry.LastWriteTimeUtc = written;
        Assert.Equal(first, CompilerWith(folder.Path).Compile("Store", source));
        // Read, not written: what is used is only marked as used.
        entry.Refresh();
        Assert.NotEqual(written, entry.LastWriteTimeUtc);
        Assert.Single(Directory.GetFiles(folder.Path));
        File.WriteAllText(entry.FullName, "damaged");
        Assert.Equal("FAKE"u8.ToArray(), CompilerWith(folder.Path).Compile("Store", source)[..4]);

        Engine.Drivers.Cuda.CudaCompiler CompilerWith(string path) =>
            Engine.Drivers.Cuda.CudaCompiler.Create(device.Facts, device.Compiler, false, new Engine.Drivers.CompiledCodeCache(path));
    }

    [Fact]
    public void A_device_that_is_taken_when_it_is_opened_is_told()
    {
        using var taken = new FakeCuda();
        var devices = CudaTestDevice.Devices(taken);
        taken.Fail("cuDevicePrimaryCtxRetain", 46);
        using var context = Context.Create().ToContext();
        var exception = Assert.Throws<CudaException>(() => new CudaDevice(devices.Usable[0], devices.Compiler!).CreateCudaAccelerator(context));
        Assert.Contains("cuDevicePrimaryCtxRetain of Fake GPU 0 failed: CUDA_ERROR_DEVICE_UNAVAILABLE (46)", exception.Message);
    }

    [Theory]
    [InlineData("cuCtxSetCurrent", 0)]
    [InlineData("cuStreamCreate", 0)]
    [InlineData("cuEventCreate", 0)]
    [InlineData("cuMemPoolCreate", 0)]
    [InlineData("cuMemPoolSetAttribute", 0)]
    [InlineData("cuStreamCreate", 1)]
    public void A_device_that_fails_while_it_is_opened_leaves_nothing_behind(string call, int after)
    {
        using var failing = new FakeCuda();
        var devices = CudaTestDevice.Devices(failing);
        failing.Fail(call, 2, after);
        using (var context = Context.Create().ToContext())
            Assert.Contains(call, Assert.Throws<CudaException>(() => new CudaDevice(devices.Usable[0], devices.Compiler!).CreateCudaAccelerator(context)).Message);
        CudaTestDevice.CheckNothingIsLeft(failing);
    }

    [Fact]
    public void Copies_and_fills_that_fail_are_told()
    {
        using var buffer = accelerator.Allocate1D<int>(4);
        fake.Fail("cuMemcpyDtoHAsync_v2", 1);
        Assert.Contains("cuMemcpyDtoHAsync failed: CUDA_ERROR_INVALID_VALUE (1)", Assert.Throws<CudaException>(() => buffer.GetAsArray1D()).Message);
        fake.Fail("cuMemcpyHtoDAsync_v2", 1);
        Assert.Contains("cuMemcpyHtoDAsync", Assert.Throws<CudaException>(() => buffer.CopyFromCPU(new int[4])).Message);
        fake.Fail("cuMemsetD8Async", 1);
        Assert.Contains("cuMemsetD8Async", Assert.Throws<CudaException>(buffer.MemSetToZero).Message);
    }

    [Fact]
    public void Errors_have_names_without_a_driver()
    {
        Assert.Equal("CUDA_ERROR_OUT_OF_MEMORY", new CudaException(CudaError.CUDA_ERROR_OUT_OF_MEMORY).Error);
        CudaException.ThrowIfFailed(CudaError.CUDA_SUCCESS);
        Assert.Throws<CudaException>(() => CudaException.ThrowIfFailed(CudaError.CUDA_ERROR_INVALID_VALUE));
    }
}
