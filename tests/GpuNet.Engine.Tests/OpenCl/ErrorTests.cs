using GpuNet.Engine.Drivers;
using GpuNet.Engine.Drivers.OpenCl;
using GpuNet.Engine.IR;
using GpuNet.Engine.Tests.BackendsC;
using ILGPU.Runtime.OpenCL;

namespace GpuNet.Engine.Tests.OpenCl;

public class ErrorTests
{
    [Fact]
    public void A_rejected_source_shows_the_log_and_the_lines()
    {
        var compiler = ClTestDevice.Required().CompilerWith(new CompiledCodeCache(null));
        var exception = Assert.Throws<KernelCompilationException>(() =>
            compiler.Build("Broken", "// 1\n// 2\n// 3\n// 4\n__kernel void broken(__global int* a)\n{\n    a[0] = nonsense;\n}\n"));
        Assert.Contains("Broken", exception.Message);
        Assert.Contains("nonsense", exception.Message);
        Assert.Contains(">    7      a[0] = nonsense;", exception.Message);
        Assert.Contains("CL_BUILD_PROGRAM_FAILURE", exception.Message);
        Assert.DoesNotContain("// 1", exception.Message);
    }

    [Fact]
    public void An_empty_log_still_shows_where_the_source_starts()
    {
        string text = BuildLog.Explain("", "first\nsecond");
        Assert.Contains("no log", text);
        Assert.Contains("first", text);
    }

    [Theory]
    [InlineData("<kernel>:2:5: error: expected ';'")]
    [InlineData("error: /tmp/x.cl:2:5: expected ';'")]
    public void The_lines_that_compilers_name_are_marked(string log) =>
        Assert.Contains(">    2  second", BuildLog.Explain(log, "first\nsecond\nthird"));

    [Fact]
    public void Exceptions_name_the_error_the_call_and_what_helps()
    {
        var exception = ClErrors.Exception(CLError.CL_OUT_OF_RESOURCES, "clEnqueueNDRangeKernel of the kernel Foo");
        Assert.Equal(CLError.CL_OUT_OF_RESOURCES, exception.Error);
        Assert.Contains("clEnqueueNDRangeKernel of the kernel Foo", exception.Message);
        Assert.Contains("CL_OUT_OF_RESOURCES (-5)", exception.Message);
        Assert.Contains("free buffers", exception.Message);
        Assert.Contains("-9999", ClErrors.Describe((CLError)(-9999)));
        Assert.Throws<CLException>(() => CLException.ThrowIfFailed(CLError.CL_INVALID_VALUE));
        CLException.ThrowIfFailed(CLError.CL_SUCCESS);
    }

    [Fact]
    public void Devices_that_are_left_out_have_a_reason()
    {
        Assert.All(DeviceProbe.UnusableDevices, device => Assert.NotEqual("", device.Reason));
        Assert.True(ClDevices.Usable.Length > 0 || ClDevices.Unusable.Length > 0, "Neither a device nor a reason.");
    }

    [Theory]
    [InlineData("OpenCL 1.2 CUDA 12.4", 1, 2)]
    [InlineData("OpenCL C 3.0 pocl", 3, 0)]
    public void Versions_are_read(string text, int major, int minor)
    {
        Assert.True(CLDeviceVersion.TryParse(text, out var version));
        Assert.Equal((major, minor), (version.Major, version.Minor));
        Assert.False(CLPlatformVersion.TryParse("Vulkan 1.3", out _));
        Assert.True(CLPlatformVersion.CL12 < CLPlatformVersion.CL20);
    }

    [Fact]
    public void Requirements_of_a_kernel_are_found_with_their_reason()
    {
        var text = new KernelText("needs");
        var target = text.View("target");
        var twice = text.Op(Opcode.Atomic, IRType.Int64, new Immediates((long)AtomicKind.Add, 0), target, Constant.Int64(2));
        text.Store(text.At(target, Constant.Int64(1), 8), text.Op(Opcode.SignedToFloat, IRType.Float64, twice));
        var source = Backends.C.CEmitter.Emit(text.Program(), new Backends.C.OpenClDialect());
        Assert.Equal(Backends.Requirements.Float64 | Backends.Requirements.Int64Atomics, source.Requirements);
        Assert.Same(twice, source.Reasons[Backends.Requirements.Int64Atomics]);
    }

    [Fact]
    public void A_device_without_doubles_or_wide_atomics_refuses_with_the_capability_and_a_way_out()
    {
        var real = ClTestDevice.Required().Facts;
        var facts = new ClDeviceFacts(real.Platform, real.Device) { Extensions = [] };
        var compiler = new ClCompiler(facts, 0, fastMath: false, isCpu: true, new CompiledCodeCache(null));

        var doubles = new KernelText("Doubles");
        var view = doubles.View("view");
        doubles.Store(view, doubles.Op(Opcode.Neg, IRType.Float64, doubles.Load(IRType.Float64, view)));
        var exception = Assert.Throws<ILGPU.CapabilityNotSupportedException>(() => compiler.Emit(doubles.Program()));
        Assert.Contains("Doubles", exception.Message);
        Assert.Contains("cl_khr_fp64", exception.Message);
        Assert.Contains("Use float instead", exception.Message);

        var atomics = new KernelText("Atomics");
        atomics.Op(Opcode.Atomic, IRType.Int64, new Immediates((long)AtomicKind.Add, 0), atomics.View("view"), Constant.Int64(1));
        exception = Assert.Throws<ILGPU.CapabilityNotSupportedException>(() => compiler.Emit(atomics.Program()));
        Assert.Contains("cl_khr_int64_base_atomics", exception.Message);
    }

    [Fact]
    public void Too_much_shared_memory_is_refused_before_it_reaches_the_driver()
    {
        var device = ClTestDevice.Required();
        var text = new KernelText("Greedy");
        var shared = text.Op(Opcode.SharedAlloc, IRType.Pointer(AddressSpace.Shared), new Immediates(device.Facts.LocalBytes + 4L, 4));
        text.Store(shared, Constant.Int32(1));
        var exception = Assert.Throws<KernelCompilationException>(() => device.Compiler.Emit(text.Program()));
        Assert.Contains("use smaller tiles", exception.Message);
    }
}
