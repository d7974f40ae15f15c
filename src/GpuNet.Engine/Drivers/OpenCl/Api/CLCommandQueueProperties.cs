namespace ILGPU.Runtime.OpenCL;

/// <summary>Properties of a command queue.</summary>
public enum CLCommandQueueProperties
{
    CL_QUEUE_OUT_OF_ORDER_EXEC_MODE_ENABLE = 1,
    CL_QUEUE_PROFILING_ENABLE = 2,
    CL_QUEUE_ON_DEVICE = 4,
    CL_QUEUE_ON_DEVICE_DEFAULT = 8,
}
