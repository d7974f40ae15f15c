namespace ILGPU.Runtime.OpenCL;

/// <summary>What can be asked of a program's build.</summary>
public enum CLProgramBuildInfo
{
    CL_PROGRAM_BUILD_STATUS = 4481,
    CL_PROGRAM_BUILD_OPTIONS = 4482,
    CL_PROGRAM_BUILD_LOG = 4483,
    CL_PROGRAM_BINARY_TYPE = 4484,
    CL_PROGRAM_BUILD_GLOBAL_VARIABLE_TOTAL_SIZE = 4485,
}
