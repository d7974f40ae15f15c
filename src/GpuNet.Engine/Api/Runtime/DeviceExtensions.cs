namespace ILGPU.Runtime;

public static class DeviceExtensions
{
    public static void PrintInformation(this IDevice device)
    {
        ArgumentNullException.ThrowIfNull(device);
        device.PrintInformation(Console.Out);
    }
}
