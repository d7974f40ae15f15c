namespace ILGPU.Runtime.OpenCL;

/// <summary>How a buffer is allocated (cl_mem_flags).</summary>
public enum CLBufferFlags : long
{
    CL_MEM_READ_WRITE = 1,
    CL_MEM_WRITE_ONLY = 2,
    CL_MEM_READ_ONLY = 4,
    CL_MEM_USE_HOST_PTR = 8,
    CL_MEM_ALLOC_HOST_PTR = 16,
    CL_MEM_COPY_HOST_PTR = 32,
    CL_MEM_HOST_WRITE_ONLY = 128,
    CL_MEM_HOST_READ_ONLY = 256,
    CL_MEM_HOST_NO_ACCESS = 512,
    CL_MEM_KERNEL_READ_AND_WRITE = 4096,
}
