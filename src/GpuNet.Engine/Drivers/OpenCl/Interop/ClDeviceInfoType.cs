namespace GpuNet.Engine.Drivers.OpenCl.Interop;

/// <summary>What can be asked of a device (cl_device_info).</summary>
internal enum ClDeviceInfoType : uint
{
    Type = 0x1000,
    VendorId = 0x1001,
    MaxComputeUnits = 0x1002,
    MaxWorkGroupSize = 0x1004,
    MaxWorkItemSizes = 0x1005,
    MaxClockFrequency = 0x100C,
    MaxMemAllocSize = 0x1010,
    MaxParameterSize = 0x1017,
    SingleFpConfig = 0x101B,
    GlobalMemSize = 0x101F,
    MaxConstantBufferSize = 0x1020,
    LocalMemSize = 0x1023,
    EndianLittle = 0x1026,
    Available = 0x1027,
    CompilerAvailable = 0x1028,
    Name = 0x102B,
    Vendor = 0x102C,
    DriverVersion = 0x102D,
    Version = 0x102F,
    Extensions = 0x1030,
    OpenClCVersion = 0x103D,
}
