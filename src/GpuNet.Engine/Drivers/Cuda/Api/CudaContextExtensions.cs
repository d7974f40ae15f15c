namespace ILGPU.Runtime.Cuda;

public static class CudaContextExtensions
{
    public static Context.Builder Cuda(this Context.Builder builder) => builder.Cuda(static (CudaDevice _) => true);

    public static Context.Builder Cuda(this Context.Builder builder, Predicate<CudaDevice> predicate)
    {
        ArgumentNullException.ThrowIfNull(builder);
        foreach (var device in CudaDevice.GetDevices(predicate))
            builder.DeviceRegistry.Register(device);
        return builder;
    }

    public static Context.Builder Cuda(this Context.Builder builder, Action<CudaDeviceOverride> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        foreach (var device in CudaDevice.GetDevices(static _ => true).Cast<CudaDevice>())
        {
            var settings = new CudaDeviceOverride(device);
            configure(settings);
            device.InstructionSet = settings.InstructionSet;
            builder.DeviceRegistry.Register(device);
        }
        return builder;
    }

    public static CudaDevice GetCudaDevice(this Context context, int cudaDeviceIndex)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.GetDevice<CudaDevice>(cudaDeviceIndex);
    }

    public static Context.DeviceCollection<CudaDevice> GetCudaDevices(this Context context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.GetDevices<CudaDevice>();
    }

    public static CudaAccelerator CreateCudaAccelerator(this Context context, int cudaDeviceIndex) =>
        context.GetCudaDevice(cudaDeviceIndex).CreateCudaAccelerator(context);

    public static CudaAccelerator CreateCudaAccelerator(this Context context, int cudaDeviceIndex, CudaAcceleratorFlags acceleratorFlags) =>
        context.GetCudaDevice(cudaDeviceIndex).CreateCudaAccelerator(context, acceleratorFlags);
}
