#!/usr/bin/env python3
"""What NVIDIA's own headers say of the functions, numbers and structures that the engine and the runtime declare in C#.

interfaces.py <folder of cuda.h, nvrtc.h, cublas_v2.h> > interfaces.txt

Needs clang-19. The headers are those of Debian's nvidia-cuda-dev (CUDA 12.4); interfaces.txt is kept, so tests need none of them.
What programs were linked with stays as it is in later drivers: the names of functions end in a version.
"""
import pathlib
import re
import subprocess
import sys
import tempfile

FUNCTIONS = r"\b(?:CUresult|nvrtcResult|cublasStatus_t|const char ?\*)\s*(?:\w+ )?(cu\w+|nvrtc\w+)\(([^()]*)\);"

# Which of them are declared.
SOURCES = """
src/GpuNet.Engine/Drivers/Cuda/Interop/CudaDriver.cs
src/GpuNet.Engine/Drivers/Cuda/Interop/NvrtcApi.cs
src/GpuNet.Engine/Drivers/Cuda/Api/CudaError.cs
src/GpuNet.Runtime/Replay/CudaGraphFunctions.cs
src/GpuNet.Runtime/Gemm/CuBlasFunctions.cs
"""

# As C# names them.
NUMBERS = """
CudaDeviceAttribute.MaxThreadsPerBlock CU_DEVICE_ATTRIBUTE_MAX_THREADS_PER_BLOCK
CudaDeviceAttribute.MaxBlockDimX CU_DEVICE_ATTRIBUTE_MAX_BLOCK_DIM_X
CudaDeviceAttribute.MaxBlockDimY CU_DEVICE_ATTRIBUTE_MAX_BLOCK_DIM_Y
CudaDeviceAttribute.MaxBlockDimZ CU_DEVICE_ATTRIBUTE_MAX_BLOCK_DIM_Z
CudaDeviceAttribute.MaxGridDimX CU_DEVICE_ATTRIBUTE_MAX_GRID_DIM_X
CudaDeviceAttribute.MaxGridDimY CU_DEVICE_ATTRIBUTE_MAX_GRID_DIM_Y
CudaDeviceAttribute.MaxGridDimZ CU_DEVICE_ATTRIBUTE_MAX_GRID_DIM_Z
CudaDeviceAttribute.MaxSharedMemoryPerBlock CU_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_BLOCK
CudaDeviceAttribute.TotalConstantMemory CU_DEVICE_ATTRIBUTE_TOTAL_CONSTANT_MEMORY
CudaDeviceAttribute.WarpSize CU_DEVICE_ATTRIBUTE_WARP_SIZE
CudaDeviceAttribute.MaxPitch CU_DEVICE_ATTRIBUTE_MAX_PITCH
CudaDeviceAttribute.MaxRegistersPerBlock CU_DEVICE_ATTRIBUTE_MAX_REGISTERS_PER_BLOCK
CudaDeviceAttribute.ClockRate CU_DEVICE_ATTRIBUTE_CLOCK_RATE
CudaDeviceAttribute.MultiprocessorCount CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT
CudaDeviceAttribute.CanMapHostMemory CU_DEVICE_ATTRIBUTE_CAN_MAP_HOST_MEMORY
CudaDeviceAttribute.ComputeMode CU_DEVICE_ATTRIBUTE_COMPUTE_MODE
CudaDeviceAttribute.EccEnabled CU_DEVICE_ATTRIBUTE_ECC_ENABLED
CudaDeviceAttribute.PciBusId CU_DEVICE_ATTRIBUTE_PCI_BUS_ID
CudaDeviceAttribute.PciDeviceId CU_DEVICE_ATTRIBUTE_PCI_DEVICE_ID
CudaDeviceAttribute.TccDriver CU_DEVICE_ATTRIBUTE_TCC_DRIVER
CudaDeviceAttribute.MemoryClockRate CU_DEVICE_ATTRIBUTE_MEMORY_CLOCK_RATE
CudaDeviceAttribute.GlobalMemoryBusWidth CU_DEVICE_ATTRIBUTE_GLOBAL_MEMORY_BUS_WIDTH
CudaDeviceAttribute.L2CacheSize CU_DEVICE_ATTRIBUTE_L2_CACHE_SIZE
CudaDeviceAttribute.MaxThreadsPerMultiprocessor CU_DEVICE_ATTRIBUTE_MAX_THREADS_PER_MULTIPROCESSOR
CudaDeviceAttribute.AsyncEngineCount CU_DEVICE_ATTRIBUTE_ASYNC_ENGINE_COUNT
CudaDeviceAttribute.PciDomainId CU_DEVICE_ATTRIBUTE_PCI_DOMAIN_ID
CudaDeviceAttribute.ComputeCapabilityMajor CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR
CudaDeviceAttribute.ComputeCapabilityMinor CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR
CudaDeviceAttribute.MaxSharedMemoryPerMultiprocessor CU_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_MULTIPROCESSOR
CudaDeviceAttribute.MaxRegistersPerMultiprocessor CU_DEVICE_ATTRIBUTE_MAX_REGISTERS_PER_MULTIPROCESSOR
CudaDeviceAttribute.ManagedMemory CU_DEVICE_ATTRIBUTE_MANAGED_MEMORY
CudaDeviceAttribute.ComputePreemptionSupported CU_DEVICE_ATTRIBUTE_COMPUTE_PREEMPTION_SUPPORTED
CudaDeviceAttribute.CanUseHostPointerForRegisteredMemory CU_DEVICE_ATTRIBUTE_CAN_USE_HOST_POINTER_FOR_REGISTERED_MEM
CudaDeviceAttribute.MaxSharedMemoryPerBlockOptin CU_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_BLOCK_OPTIN
CudaDeviceAttribute.MemoryPoolsSupported CU_DEVICE_ATTRIBUTE_MEMORY_POOLS_SUPPORTED
CudaComputeMode.Default CU_COMPUTEMODE_DEFAULT
CudaComputeMode.Prohibited CU_COMPUTEMODE_PROHIBITED
CudaComputeMode.ExclusiveProcess CU_COMPUTEMODE_EXCLUSIVE_PROCESS
CudaFunctionAttribute.MaxThreadsPerBlock CU_FUNC_ATTRIBUTE_MAX_THREADS_PER_BLOCK
CudaFunctionAttribute.SharedBytes CU_FUNC_ATTRIBUTE_SHARED_SIZE_BYTES
CudaFunctionAttribute.MaxDynamicSharedBytes CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES
CudaPointerAttribute.MemoryType CU_POINTER_ATTRIBUTE_MEMORY_TYPE
CudaMemoryPoolAttribute.ReleaseThreshold CU_MEMPOOL_ATTR_RELEASE_THRESHOLD
CudaMemoryPoolAttribute.ReservedBytes CU_MEMPOOL_ATTR_RESERVED_MEM_CURRENT
CudaMemoryPoolAttribute.UsedBytes CU_MEMPOOL_ATTR_USED_MEM_CURRENT
CudaCaptureStatus.None CU_STREAM_CAPTURE_STATUS_NONE
CudaCaptureStatus.Active CU_STREAM_CAPTURE_STATUS_ACTIVE
CudaCaptureStatus.Invalidated CU_STREAM_CAPTURE_STATUS_INVALIDATED
CudaJitOption.ErrorLogBuffer CU_JIT_ERROR_LOG_BUFFER
CudaJitOption.ErrorLogBufferBytes CU_JIT_ERROR_LOG_BUFFER_SIZE_BYTES
CudaMemoryLocation.Device CU_MEM_LOCATION_TYPE_DEVICE
CudaMemoryAccess.ReadWrite CU_MEM_ACCESS_FLAGS_PROT_READWRITE
CudaMemoryPoolProperties.Pinned CU_MEM_ALLOCATION_TYPE_PINNED
CudaAcceleratorFlags.ScheduleAuto CU_CTX_SCHED_AUTO
CudaAcceleratorFlags.ScheduleSpin CU_CTX_SCHED_SPIN
CudaAcceleratorFlags.ScheduleYield CU_CTX_SCHED_YIELD
CudaAcceleratorFlags.ScheduleBlockingSync CU_CTX_SCHED_BLOCKING_SYNC
CudaCacheConfiguration.Default CU_FUNC_CACHE_PREFER_NONE
CudaCacheConfiguration.PreferShared CU_FUNC_CACHE_PREFER_SHARED
CudaCacheConfiguration.PreferL1 CU_FUNC_CACHE_PREFER_L1
CudaCacheConfiguration.PreferEqual CU_FUNC_CACHE_PREFER_EQUAL
CudaMemoryType.Host CU_MEMORYTYPE_HOST
CudaMemoryType.Device CU_MEMORYTYPE_DEVICE
CudaMemoryType.Array CU_MEMORYTYPE_ARRAY
CudaMemoryType.Unified CU_MEMORYTYPE_UNIFIED
CudaEventFlags.CU_EVENT_DEFAULT CU_EVENT_DEFAULT
CudaEventFlags.CU_EVENT_BLOCKING_SYNC CU_EVENT_BLOCKING_SYNC
CudaEventFlags.CU_EVENT_DISABLE_TIMING CU_EVENT_DISABLE_TIMING
CudaEventFlags.CU_EVENT_INTERPROCESS CU_EVENT_INTERPROCESS
StreamFlags.CU_STREAM_DEFAULT CU_STREAM_DEFAULT
StreamFlags.CU_STREAM_NON_BLOCKING CU_STREAM_NON_BLOCKING
CudaErrors.StubLibrary CUDA_ERROR_STUB_LIBRARY
CudaErrors.DeviceUnavailable CUDA_ERROR_DEVICE_UNAVAILABLE
CudaErrors.UnsupportedPtxVersion CUDA_ERROR_UNSUPPORTED_PTX_VERSION
CudaErrors.SystemNotReady CUDA_ERROR_SYSTEM_NOT_READY
CudaErrors.DriverMismatch CUDA_ERROR_SYSTEM_DRIVER_MISMATCH
CudaErrors.CaptureInvalidated CUDA_ERROR_STREAM_CAPTURE_INVALIDATED
Nvrtc.Compilation NVRTC_ERROR_COMPILATION
StepGraph.Relaxed CU_STREAM_CAPTURE_MODE_RELAXED
CuBlas.AsStored CUBLAS_OP_N
CuBlas.Transposed CUBLAS_OP_T
CuBlas.Float32Type CUDA_R_32F
CuBlas.Float16Type CUDA_R_16F
CuBlas.BFloat16Type CUDA_R_16BF
CuBlas.ComputeFloat32 CUBLAS_COMPUTE_32F
CuBlas.ComputeTensorFloat32 CUBLAS_COMPUTE_32F_FAST_TF32
CuBlas.DefaultAlgorithm CUBLAS_GEMM_DEFAULT
CuBlas.DefaultMath CUBLAS_DEFAULT_MATH
"""

# The bytes of a structure, or those before a field of it.
LAYOUTS = """
CudaMemoryLocation sizeof(CUmemLocation)
CudaMemoryLocation.Type offsetof(CUmemLocation, type)
CudaMemoryLocation.Id offsetof(CUmemLocation, id)
CudaMemoryAccess sizeof(CUmemAccessDesc)
CudaMemoryAccess.Location offsetof(CUmemAccessDesc, location)
CudaMemoryAccess.Flags offsetof(CUmemAccessDesc, flags)
CudaMemoryPoolProperties sizeof(CUmemPoolProps)
CudaMemoryPoolProperties.AllocationType offsetof(CUmemPoolProps, allocType)
CudaMemoryPoolProperties.HandleTypes offsetof(CUmemPoolProps, handleTypes)
CudaMemoryPoolProperties.Location offsetof(CUmemPoolProps, location)
"""


def clang(folder, *arguments):
    return subprocess.run(["clang-19", "-w", f"-I{folder}", *arguments], check=True, capture_output=True, text=True).stdout


def type_of(parameter):
    """A parameter without its name; an array is a pointer."""
    parameter = " ".join(parameter.replace("*", " * ").split())
    if parameter in ("", "void"):
        return None
    if "*" in parameter or "[" in parameter:
        return "void *"
    words = [word for word in parameter.split() if word != "const"]
    return " ".join(words if len(words) == 1 or words[-1] in ("int", "char") else words[:-1])


def main(folder):
    root = pathlib.Path(__file__).resolve().parents[3]
    declared = set(re.findall(r"\w+", "".join((root / source).read_text() for source in SOURCES.split())))
    headers = "#include <stddef.h>\n#include <stdio.h>\n#include <cuda.h>\n#include <nvrtc.h>\n#include <cublas_v2.h>\n"
    with tempfile.TemporaryDirectory() as work:
        source = f"{work}/interfaces.c"
        with open(source, "w") as file:
            file.write(headers)
        text = re.sub(r"#.*|__attribute__\(\([^()]*\)\)", "", clang(folder, "-E", source))
        lines = []
        for name, parameters in sorted(set(re.findall(FUNCTIONS, text))):
            if name not in declared:
                continue
            types = [type for type in map(type_of, parameters.split(",")) if type]
            sizes = "".join(f', (int)sizeof({type})' for type in types)
            lines.append(f'printf("{" ".join(["function", name] + ["%d"] * len(types))}\\n"{sizes});')
        for name, number in (line.split() for line in NUMBERS.strip().splitlines()):
            lines.append(f'printf("number {name} %d\\n", (int){number});')
        for number in sorted(set(re.findall(r"\b(CUDA_\w+)\s*=\s*\d+", text))):
            if number in declared:
                lines.append(f'printf("number CudaError.{number} %d\\n", (int){number});')
        for name, layout in (line.split(" ", 1) for line in LAYOUTS.strip().splitlines()):
            lines.append(f'printf("layout {name} %d\\n", (int){layout});')
        with open(source, "w") as file:
            file.write(headers + "int main(void)\n{\n    " + "\n    ".join(lines) + "\n}\n")
        clang(folder, source, "-o", f"{work}/interfaces")
        print("# Written by interfaces.py: bytes of each parameter of a function, numbers, and where fields lie.")
        print(subprocess.run([f"{work}/interfaces"], check=True, capture_output=True, text=True).stdout, end="")


main(sys.argv[1])
