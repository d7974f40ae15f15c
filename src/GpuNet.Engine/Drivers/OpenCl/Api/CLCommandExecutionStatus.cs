namespace ILGPU.Runtime.OpenCL;

/// <summary>How far a command has come; negative values are errors.</summary>
public enum CLCommandExecutionStatus
{
    CL_COMPLETE = 0,
    CL_RUNNING = 1,
    CL_SUBMITTED = 2,
    CL_QUEUED = 3,
}
