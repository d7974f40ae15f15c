namespace ILGPU.Runtime.OpenCL;

/// <summary>The times of a command.</summary>
public enum CLProfilingInfo
{
    CL_PROFILING_COMMAND_QUEUED = 4736,
    CL_PROFILING_COMMAND_SUBMIT = 4737,
    CL_PROFILING_COMMAND_START = 4738,
    CL_PROFILING_COMMAND_END = 4739,
    CL_PROFILING_COMMAND_COMPLETE = 4740,
}
