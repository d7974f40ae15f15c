using GpuNet.Engine.Drivers.OpenCl;

namespace ILGPU.Runtime.OpenCL;

/// <summary>The OpenCL version of a device.</summary>
public readonly struct CLDeviceVersion
{
    public static readonly CLDeviceVersion CL10 = new(1, 0);
    public static readonly CLDeviceVersion CL11 = new(1, 1);
    public static readonly CLDeviceVersion CL12 = new(1, 2);
    public static readonly CLDeviceVersion CL20 = new(2, 0);
    public static readonly CLDeviceVersion CL21 = new(2, 1);
    public static readonly CLDeviceVersion CL22 = new(2, 2);
    public static readonly CLDeviceVersion CL30 = new(3, 0);

    public CLDeviceVersion(int major, int minor)
    {
        Major = major;
        Minor = minor;
    }

    public int Major { get; }

    public int Minor { get; }

    private int Order => (Major << 16) | Minor;

    /// <summary>Reads <c>OpenCL 1.2 and whatever else</c>.</summary>
    public static bool TryParse(string expression, out CLDeviceVersion version)
    {
        bool found = ClVersionText.TryParse(expression, out int major, out int minor);
        version = new CLDeviceVersion(major, minor);
        return found;
    }

    public static bool operator <(CLDeviceVersion first, CLDeviceVersion second) => first.Order < second.Order;

    public static bool operator >(CLDeviceVersion first, CLDeviceVersion second) => first.Order > second.Order;

    public static bool operator <=(CLDeviceVersion first, CLDeviceVersion second) => first.Order <= second.Order;

    public static bool operator >=(CLDeviceVersion first, CLDeviceVersion second) => first.Order >= second.Order;

    public override string ToString() => $"{Major}.{Minor}";
}
