#if EMBEDDED_ENGINE
using GpuNet.Engine.Drivers.Cuda;
using GpuNet.TestKit;
using ILGPU;
using ILGPU.Runtime.Cuda;

namespace GpuNet.Kernels.Tests;

/// <summary>The machine's first CUDA device, or a fake one, which runs the same CUDA C and PTX on the host.</summary>
internal sealed class CudaKernelDevice : IDisposable
{
    private readonly FakeCuda? fake;
    private readonly Context context = Context.Create(_ => { });

    /// <param name="byPtx">Whether the driver compiles PTX of the engine's own, in place of NVRTC's.</param>
    public CudaKernelDevice(bool byPtx = false)
    {
        var devices = CudaDevices.OfMachine;
        if (devices.Usable.Length == 0)
        {
            fake = new FakeCuda();
            devices = new CudaDevices(fake.Library, new NvrtcLocator([FakeCuda.Compiler]));
        }

        Device = KernelDevice.On(new CudaDevice(devices.Usable[0], byPtx ? null : devices.Compiler).CreateCudaAccelerator(context));
    }

    public KernelDevice Device { get; }

    public void Dispose()
    {
        Device.Dispose();
        context.Dispose();
        if (fake is null)
            return;
        Assert.Equal("", fake.Misuse);
        fake.Dispose();
    }
}
#endif
