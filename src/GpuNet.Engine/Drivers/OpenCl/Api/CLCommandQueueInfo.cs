namespace ILGPU.Runtime.OpenCL;

/// <summary>What can be asked of a command queue.</summary>
public enum CLCommandQueueInfo
{
    CL_QUEUE_CONTEXT = 4240,
    CL_QUEUE_DEVICE = 4241,
    CL_QUEUE_REFERENCE_COUNT = 4242,
    CL_QUEUE_PROPERTIES = 4243,
    CL_QUEUE_SIZE = 4244,
    CL_QUEUE_DEVICE_DEFAULT = 4245,
    CL_QUEUE_PROPERTIES_ARRAY = 4248,
}
