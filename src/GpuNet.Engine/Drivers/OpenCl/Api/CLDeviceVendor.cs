namespace ILGPU.Runtime.OpenCL;

/// <summary>Who makes the device.</summary>
public enum CLDeviceVendor
{
    AMD = 0,
    Intel = 1,
    Nvidia = 2,
    Other = 3,
}
