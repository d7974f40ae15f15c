using ILGPU;
using ILGPU.Runtime.CPU;

namespace GpuNet.Engine.Drivers.Cpu;

/// <summary>The CPU accelerator that a context has for itself.</summary>
internal sealed class ImplicitCpuAccelerator(Context context) : ContextExtension
{
    private readonly Lazy<CPUAccelerator> accelerator =
        new(() => CPUDevice.Default.CreateCPUAccelerator(context));

    public static CPUAccelerator Of(Context context)
    {
        lock (context)
        {
            if (!context.TryGetExtension(out ImplicitCpuAccelerator? extension))
            {
                extension = new ImplicitCpuAccelerator(context);
                context.RegisterExtension(extension);
            }

            return extension.accelerator.Value;
        }
    }
}
