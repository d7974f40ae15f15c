namespace ILGPU.Runtime.OpenCL;

/// <summary>What can be asked of a kernel's sub-groups.</summary>
public enum CLKernelSubGroupInfoType
{
    CL_KERNEL_MAX_SUB_GROUP_SIZE_FOR_NDRANGE_KHR = 8243,
    CL_KERNEL_SUB_GROUP_COUNT_FOR_NDRANGE_KHR = 8244,
    CL_KERNEL_LOCAL_SIZE_FOR_SUB_GROUP_COUNT = 4536,
}
