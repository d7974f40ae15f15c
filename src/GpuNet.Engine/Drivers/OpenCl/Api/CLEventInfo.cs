namespace ILGPU.Runtime.OpenCL;

/// <summary>What can be asked of an event.</summary>
public enum CLEventInfo
{
    CL_EVENT_COMMAND_QUEUE = 4560,
    CL_EVENT_COMMAND_TYPE = 4561,
    CL_EVENT_REFERENCE_COUNT = 4562,
    CL_EVENT_COMMAND_EXECUTION_STATUS = 4563,
    CL_EVENT_CONTEXT = 4564,
}
