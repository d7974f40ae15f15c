// An OpenCL driver (ICD) that is PoCL under another name: the processor says that it is a GPU, with a GPU's limits, and
// launches beyond them fail. So programs choose what they would choose there, and it really runs.
//   FAKE_GPU=amd (the default), intel (no doubles, quotients that are not rounded, larger groups) or small (groups of 64, 32 KB)
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

typedef int32_t status;
typedef struct object { void** functions; } *handle; // every OpenCL object begins with its driver's table

enum { INVALID_VALUE = -30, INVALID_WORK_GROUP_SIZE = -54, OUT_OF_RESOURCES = -5, SUCCESS = 0 };

// Places in the table, which the ICD extension fixes.
enum { GET_PLATFORM_INFO = 1, GET_DEVICE_IDS = 2, GET_DEVICE_INFO = 3, GET_KERNEL_WORK_GROUP_INFO = 40, ENQUEUE_KERNEL = 59 };

enum {
    PLATFORM_VERSION = 0x0901, PLATFORM_NAME = 0x0902, PLATFORM_VENDOR = 0x0903,
    DEVICE_TYPE = 0x1000, VENDOR_ID = 0x1001, COMPUTE_UNITS = 0x1002, GROUP_ITEMS = 0x1004, PARAMETER_BYTES = 0x1017,
    SINGLE_FP = 0x101B, LOCAL_BYTES = 0x1023, DEVICE_NAME = 0x102B, DEVICE_VENDOR = 0x102C, DEVICE_VERSION = 0x102F,
    EXTENSIONS = 0x1030, DOUBLE_FP = 0x1032, C_VERSION = 0x103D,
    KERNEL_GROUP_ITEMS = 0x11B0, KERNEL_LOCAL_BYTES = 0x11B2,
};

typedef struct {
    const char *key, *platform, *vendor, *name, *version, *c_version, *extensions;
    uint32_t vendor_id, units;
    uint64_t group, local_bytes, single_fp, double_fp;
} gpu;

#define COMMON "cl_khr_global_int32_base_atomics cl_khr_global_int32_extended_atomics cl_khr_local_int32_base_atomics " \
    "cl_khr_local_int32_extended_atomics cl_khr_byte_addressable_store cl_khr_fp16"

static const gpu gpus[] = {
    { "amd", "AMD Accelerated Parallel Processing", "Advanced Micro Devices, Inc.", "gfx90a (fake, on PoCL)", "OpenCL 2.0 ", "OpenCL C 2.0 ",
      COMMON " cl_khr_fp64 cl_khr_int64_base_atomics cl_khr_int64_extended_atomics cl_khr_subgroups cl_amd_device_attribute_query",
      0x1002, 104, 256, 65536, 0xBF, 0x3F },
    { "intel", "Intel(R) OpenCL Graphics", "Intel(R) Corporation", "Arc (fake, on PoCL)", "OpenCL 3.0 NEO ", "OpenCL C 1.2 ",
      COMMON " cl_intel_subgroups", 0x8086, 512, 1024, 65536, 0x3F, 0 },
    { "small", "Nobody's Platform", "Nobody", "small GPU (fake, on PoCL)", "OpenCL 1.2 ", "OpenCL C 1.2 ",
      COMMON " cl_khr_fp64 cl_khr_int64_base_atomics cl_khr_int64_extended_atomics", 0x1, 4, 64, 32768, 0x3F, 0x3F },
};

static const gpu* faked = gpus;
static void* driver;
static status (*get_platform_info)(handle, uint32_t, size_t, void*, size_t*);
static status (*get_device_ids)(handle, uint64_t, uint32_t, handle*, uint32_t*);
static status (*get_device_info)(handle, uint32_t, size_t, void*, size_t*);
static status (*get_kernel_info)(handle, handle, uint32_t, size_t, void*, size_t*);
static status (*enqueue)(handle, handle, uint32_t, const size_t*, const size_t*, const size_t*, uint32_t, const handle*, handle*);

static status answer(const void* value, size_t length, size_t size, void* target, size_t* needed)
{
    if (needed)
        *needed = length;
    if (target && size < length)
        return INVALID_VALUE;
    if (target)
        memcpy(target, value, length);
    return SUCCESS;
}

static status text(const char* value, size_t size, void* target, size_t* needed)
{
    return answer(value, strlen(value) + 1, size, target, needed);
}

static status platform_info(handle platform, uint32_t what, size_t size, void* value, size_t* needed)
{
    switch (what) {
    case PLATFORM_NAME: return text(faked->platform, size, value, needed);
    case PLATFORM_VENDOR: return text(faked->vendor, size, value, needed);
    case PLATFORM_VERSION: return text(faked->version, size, value, needed);
    default: return get_platform_info(platform, what, size, value, needed);
    }
}

// Whoever asks for GPUs gets the processor.
static status device_ids(handle platform, uint64_t type, uint32_t count, handle* devices, uint32_t* found)
{
    return get_device_ids(platform, (type & 4) ? 0xFFFFFFFF : type, count, devices, found);
}

static status device_info(handle device, uint32_t what, size_t size, void* value, size_t* needed)
{
    switch (what) {
    case DEVICE_TYPE: return answer(&(uint64_t){ 4 }, 8, size, value, needed);
    case VENDOR_ID: return answer(&faked->vendor_id, 4, size, value, needed);
    case COMPUTE_UNITS: return answer(&faked->units, 4, size, value, needed);
    case GROUP_ITEMS: return answer(&faked->group, 8, size, value, needed);
    case PARAMETER_BYTES: return answer(&(uint64_t){ 1024 }, 8, size, value, needed);
    case SINGLE_FP: return answer(&faked->single_fp, 8, size, value, needed);
    case DOUBLE_FP: return answer(&faked->double_fp, 8, size, value, needed);
    case LOCAL_BYTES: return answer(&faked->local_bytes, 8, size, value, needed);
    case DEVICE_NAME: return text(faked->name, size, value, needed);
    case DEVICE_VENDOR: return text(faked->vendor, size, value, needed);
    case DEVICE_VERSION: return text(faked->version, size, value, needed);
    case C_VERSION: return text(faked->c_version, size, value, needed);
    case EXTENSIONS: return text(faked->extensions, size, value, needed);
    default: return get_device_info(device, what, size, value, needed);
    }
}

static status kernel_info(handle kernel, handle device, uint32_t what, size_t size, void* value, size_t* needed)
{
    status result = get_kernel_info(kernel, device, what, size, value, needed);
    if (result == SUCCESS && what == KERNEL_GROUP_ITEMS && value && *(size_t*)value > faked->group)
        *(size_t*)value = faked->group;
    return result;
}

static status enqueue_kernel(
    handle queue, handle kernel, uint32_t rank, const size_t* offset, const size_t* global, const size_t* local, uint32_t waits,
    const handle* events, handle* event)
{
    size_t items = 1;
    for (uint32_t dimension = 0; local && dimension < rank; dimension++)
        items *= local[dimension];
    if (items > faked->group)
        return INVALID_WORK_GROUP_SIZE;
    uint64_t bytes = 0;
    if (get_kernel_info(kernel, NULL, KERNEL_LOCAL_BYTES, sizeof bytes, &bytes, NULL) == SUCCESS && bytes > faked->local_bytes)
        return OUT_OF_RESOURCES;
    return enqueue(queue, kernel, rank, offset, global, local, waits, events, event);
}

static void* replace(void** functions, int place, void* ours)
{
    void* theirs = functions[place];
    functions[place] = ours;
    return theirs;
}

// All objects of the driver share one table, which is changed where it lies.
static void patch(void** functions)
{
    if (get_device_info)
        return;
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    uintptr_t first = (uintptr_t)functions / page * page;
    if (mprotect((void*)first, (uintptr_t)(functions + ENQUEUE_KERNEL + 1) - first, PROT_READ | PROT_WRITE) != 0)
        abort();
    get_platform_info = replace(functions, GET_PLATFORM_INFO, platform_info);
    get_device_ids = replace(functions, GET_DEVICE_IDS, device_ids);
    get_device_info = replace(functions, GET_DEVICE_INFO, device_info);
    get_kernel_info = replace(functions, GET_KERNEL_WORK_GROUP_INFO, kernel_info);
    enqueue = replace(functions, ENQUEUE_KERNEL, enqueue_kernel);
}

static void* (*theirs(void))(const char*)
{
    if (!driver)
        driver = dlopen("libpocl.so.2", RTLD_NOW | RTLD_LOCAL);
    return driver ? dlsym(driver, "clGetExtensionFunctionAddress") : NULL;
}

static status platform_ids(uint32_t count, handle* platforms, uint32_t* found)
{
    void* (*function)(const char*) = theirs();
    status (*ids)(uint32_t, handle*, uint32_t*) = function ? function("clIcdGetPlatformIDsKHR") : NULL;
    handle platform;
    if (!ids || ids(1, &platform, NULL) != SUCCESS)
        return INVALID_VALUE;
    const char* key = getenv("FAKE_GPU");
    for (size_t index = 0; key && index < sizeof gpus / sizeof *gpus; index++)
        if (strcmp(gpus[index].key, key) == 0)
            faked = &gpus[index];
    patch(platform->functions);
    return ids(count, platforms, found);
}

__attribute__((visibility("default"))) void* clGetExtensionFunctionAddress(const char* name)
{
    void* (*function)(const char*) = theirs();
    return strcmp(name, "clIcdGetPlatformIDsKHR") == 0 ? (void*)platform_ids
        : strcmp(name, "clGetPlatformInfo") == 0 ? (void*)platform_info
        : function ? function(name) : NULL;
}

__attribute__((visibility("default"))) status clGetPlatformInfo(handle platform, uint32_t what, size_t size, void* value, size_t* needed)
{
    return platform_info(platform, what, size, value, needed);
}
