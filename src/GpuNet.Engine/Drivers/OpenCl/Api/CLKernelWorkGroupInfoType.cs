namespace ILGPU.Runtime.OpenCL;

/// <summary>What can be asked of a kernel's work-groups.</summary>
public enum CLKernelWorkGroupInfoType
{
    CL_KERNEL_WORK_GROUP_SIZE = 4528,
    CL_KERNEL_COMPILE_WORK_GROUP_SIZE = 4529,
    CL_KERNEL_LOCAL_MEM_SIZE = 4530,
    CL_KERNEL_PREFERRED_WORK_GROUP_SIZE_MULTIPLE = 4531,
    CL_KERNEL_PRIVATE_MEM_SIZE = 4532,
    CL_KERNEL_GLOBAL_WORK_SIZE = 4533,
}
