using GpuNet.Engine.Drivers.Cuda;
using GpuNet.TestKit;
using ILGPU;
using ILGPU.Runtime.Cuda;

namespace GpuNet.Engine.Tests.Cuda;

/// <summary>CUDA devices for tests: the machine's own, or fakes that run the same CUDA C on the host.</summary>
internal static class CudaTestDevice
{
    private static readonly string[] KindsOfObjects =
        ["context", "pool", "stream", "event", "module", "graph", "graph_exec", "memory", "host_memory", "registration"];

    /// <summary>An accelerator on the machine's first device, or on a fake one. The caller disposes its context.</summary>
    public static CudaAccelerator Create(Action<Context.Builder> configure) => CudaDevices.OfMachine.Usable.Length > 0
        ? Open(CudaDevices.OfMachine.Usable[0], CudaDevices.OfMachine.Compiler, configure)
        : Open(new FakeCuda(), configure: configure);

    /// <summary>The same without NVRTC: the driver compiles PTX of the engine's own.</summary>
    public static CudaAccelerator CreateWithPtx(Action<Context.Builder> configure)
    {
        var ofMachine = CudaDevices.OfMachine.Usable;
        return ofMachine.Length > 0 ? Open(ofMachine[0], null, configure) : Open(new FakeCuda(), configure: configure, emitsPtx: true);
    }

    /// <summary>
    /// An accelerator on a fake device. When it is disposed, all that it made must be gone, and nothing may have been used
    /// wrongly.
    /// </summary>
    public static CudaAccelerator Open(FakeCuda fake, int ordinal = 0, Action<Context.Builder>? configure = null, bool emitsPtx = false)
    {
        var devices = Devices(fake);
        var accelerator = Open(devices.Usable[ordinal], emitsPtx ? null : devices.Compiler, configure);
        accelerator.Disposed += (_, _) =>
        {
            CheckNothingIsLeft(fake);
            fake.Dispose();
        };
        return accelerator;
    }

    /// <summary>What the engine finds on the fake.</summary>
    public static CudaDevices Devices(FakeCuda fake) => new(fake.Library, new NvrtcLocator([FakeCuda.Compiler]));

    public static void CheckNothingIsLeft(FakeCuda fake)
    {
        Assert.Equal("", fake.Misuse);
        Assert.All(KindsOfObjects, kind => Assert.Equal((kind, 0L), (kind, fake.Live(kind))));
    }

    private static CudaAccelerator Open(CudaDeviceFacts facts, Nvrtc? compiler, Action<Context.Builder>? configure)
    {
        var context = Context.Create(builder => configure?.Invoke(builder));
        return new CudaDevice(facts, compiler).CreateCudaAccelerator(context);
    }
}
