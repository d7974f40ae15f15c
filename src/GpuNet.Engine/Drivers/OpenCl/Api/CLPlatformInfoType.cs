namespace ILGPU.Runtime.OpenCL;

/// <summary>What can be asked of a platform.</summary>
public enum CLPlatformInfoType
{
    CL_PLATFORM_PROFILE = 2304,
    CL_PLATFORM_VERSION = 2305,
    CL_PLATFORM_NAME = 2306,
    CL_PLATFORM_VENDOR = 2307,
    CL_PLATFORM_EXTENSIONS = 2308,
}
