namespace ILGPU.Runtime.OpenCL;

public static class CLContextExtensions
{
    public static Context.Builder OpenCL(this Context.Builder builder) => builder.OpenCL(static _ => true);

    public static Context.Builder OpenCL(this Context.Builder builder, Predicate<CLDevice> predicate)
    {
        ArgumentNullException.ThrowIfNull(builder);
        foreach (var device in CLDevice.GetDevices(predicate))
            builder.DeviceRegistry.Register(device);
        return builder;
    }

    public static CLDevice GetCLDevice(this Context context, int clDeviceIndex)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.GetDevice<CLDevice>(clDeviceIndex);
    }

    public static Context.DeviceCollection<CLDevice> GetCLDevices(this Context context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.GetDevices<CLDevice>();
    }

    public static CLAccelerator CreateCLAccelerator(this Context context, int clDeviceIndex) =>
        context.GetCLDevice(clDeviceIndex).CreateCLAccelerator(context);
}
