using GpuNet.Engine.Drivers.OpenCl;

namespace ILGPU.Runtime.OpenCL;

/// <summary>The version of OpenCL C that a device compiles.</summary>
public readonly struct CLCVersion
{
    public static readonly CLCVersion CL10 = new(1, 0);
    public static readonly CLCVersion CL11 = new(1, 1);
    public static readonly CLCVersion CL12 = new(1, 2);
    public static readonly CLCVersion CL20 = new(2, 0);
    public static readonly CLCVersion CL21 = new(2, 1);
    public static readonly CLCVersion CL22 = new(2, 2);
    public static readonly CLCVersion CL30 = new(3, 0);

    public CLCVersion(int major, int minor)
    {
        Major = major;
        Minor = minor;
    }

    public int Major { get; }

    public int Minor { get; }

    private int Order => (Major << 16) | Minor;

    /// <summary>Reads <c>OpenCL C 1.2 and whatever else</c>.</summary>
    public static bool TryParse(string expression, out CLCVersion version)
    {
        bool found = ClVersionText.TryParse(expression, out int major, out int minor);
        version = new CLCVersion(major, minor);
        return found;
    }

    public static bool operator <(CLCVersion first, CLCVersion second) => first.Order < second.Order;

    public static bool operator >(CLCVersion first, CLCVersion second) => first.Order > second.Order;

    public static bool operator <=(CLCVersion first, CLCVersion second) => first.Order <= second.Order;

    public static bool operator >=(CLCVersion first, CLCVersion second) => first.Order >= second.Order;

    public override string ToString() => $"{Major}.{Minor}";
}
