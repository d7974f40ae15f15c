// ---- The driver, its devices, contexts ---

__attribute__((constructor)) static void read_environment(void)
{
    const char* text = getenv("FAKE_CUDA");
    char name[64];
    long value;
    for (int length; text != NULL && sscanf(text, "%63[^=]=%ld%n", name, &value, &length) == 2; text += length, text += *text == ';')
        if (strncmp(name, "cu", 2) == 0)
            fake_fail(name, (int)value, 0);
        else
            fake_set(name, value);
}

static int device_count(void) { return (int)setting("devices", 1); }

CUresult cuInit(unsigned flags)
{
    ENTER;
    CHECK(flags == 0, INVALID_VALUE);
    is_initialized = 1;
    return device_count() == 0 ? NO_DEVICE : SUCCESS;
}

CUresult cuDriverGetVersion(int* version) { ENTER; *version = (int)setting("version", 12040); return SUCCESS; }

CUresult cuGetErrorName(CUresult error, const char** name)
{
    static const struct { CUresult error; const char* name; } names[] = {
        { 0, "CUDA_SUCCESS" }, { 1, "CUDA_ERROR_INVALID_VALUE" }, { 2, "CUDA_ERROR_OUT_OF_MEMORY" }, { 34, "CUDA_ERROR_STUB_LIBRARY" },
        { 46, "CUDA_ERROR_DEVICE_UNAVAILABLE" }, { 100, "CUDA_ERROR_NO_DEVICE" }, { 101, "CUDA_ERROR_INVALID_DEVICE" },
        { 200, "CUDA_ERROR_INVALID_IMAGE" }, { 218, "CUDA_ERROR_INVALID_PTX" }, { 201, "CUDA_ERROR_INVALID_CONTEXT" }, { 209, "CUDA_ERROR_NO_BINARY_FOR_GPU" },
        { 400, "CUDA_ERROR_INVALID_HANDLE" }, { 500, "CUDA_ERROR_NOT_FOUND" }, { 600, "CUDA_ERROR_NOT_READY" },
        { 700, "CUDA_ERROR_ILLEGAL_ADDRESS" }, { 701, "CUDA_ERROR_LAUNCH_OUT_OF_RESOURCES" }, { 702, "CUDA_ERROR_LAUNCH_TIMEOUT" },
        { 719, "CUDA_ERROR_LAUNCH_FAILED" }, { 803, "CUDA_ERROR_SYSTEM_DRIVER_MISMATCH" }, { 900, "CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED" } };
    for (size_t index = 0; index < sizeof names / sizeof *names; index++)
        if (names[index].error == error)
        {
            *name = names[index].name;
            return SUCCESS;
        }
    return INVALID_VALUE;
}

CUresult cuDeviceGetCount(int* count) { ENTER; *count = device_count(); return is_initialized ? SUCCESS : NOT_INITIALIZED; }

CUresult cuDeviceGet(int* device, int ordinal) { ENTER; CHECK(ordinal < device_count(), INVALID_DEVICE); *device = ordinal; return SUCCESS; }

CUresult cuDeviceGetName(char* name, int bytes, int device) { ENTER; snprintf(name, bytes, "Fake GPU %d", device); return SUCCESS; }

static size_t memory_bytes(void) { return (size_t)setting("memory", 1L << 30); }

CUresult cuDeviceTotalMem_v2(size_t* bytes, int device) { ENTER; (void)device; *bytes = memory_bytes(); return SUCCESS; }

CUresult cuDeviceGetAttribute(int* value, int attribute, int device)
{
    ENTER;
    CHECK(device < device_count(), INVALID_DEVICE);
    if (attribute == setting("unknown_attribute", 0))
        return INVALID_VALUE;
    switch (attribute)
    {
    case 1: case 2: case 3: *value = ITEMS_OF_GROUP; break;
    case 4: *value = 64; break;
    case 5: *value = 2147483647; break;
    case 6: case 7: *value = 65535; break;
    case 8: *value = STATIC_SHARED_BYTES; break;
    case 9: *value = 65536; break;
    case 10: *value = 32; break;
    case 12: case 82: *value = 65536; break;
    case 16: *value = 4; break;
    case 20: *value = (int)setting("compute_mode", 0); break;
    case 33: *value = device + 1; break;
    case 39: *value = 2048; break;
    case 75: *value = (int)setting("major", 9); break;
    case 76: *value = (int)setting("minor", 0); break;
    case 81: *value = 228 << 10; break;
    case 97: *value = SHARED_BYTES; break;
    case 115: *value = (int)setting("pools", 1); break;
    default: *value = 1; break;
    }
    return SUCCESS;
}

CUresult cuDeviceCanAccessPeer(int* can, int device, int other) { ENTER; *can = device != other && setting("peers", 1); return SUCCESS; }

static char context_handles[8];

CUresult cuDevicePrimaryCtxRetain(void** context, int device)
{
    ENTER;
    CHECK(device < device_count(), INVALID_DEVICE);
    contexts[device]++;
    *context = &context_handles[device];
    return SUCCESS;
}

CUresult cuDevicePrimaryCtxRelease_v2(int device)
{
    ENTER;
    CHECK(contexts[device] > 0, INVALID_CONTEXT);
    contexts[device]--;
    // A lost context cannot release one by one what it takes along.
    if (was_lost && contexts[device] == 0)
        objects = NULL;
    return SUCCESS;
}

CUresult cuDevicePrimaryCtxSetFlags_v2(int device, unsigned flags) { ENTER; (void)device; fake_set("flags", flags); return SUCCESS; }

static int device_of(void* context)
{
    long device = (char*)context - context_handles;
    return device >= 0 && device < 8 && contexts[device] > 0 ? (int)device : -1;
}

CUresult cuCtxSetCurrent(void* context)
{
    ENTER;
    CHECK(context == NULL || device_of(context) >= 0, INVALID_CONTEXT);
    current = context == NULL ? -1 : device_of(context);
    return SUCCESS;
}

CUresult cuCtxGetCacheConfig(int* value) { ENTER_CONTEXT; *value = (int)setting("cache", 0); return SUCCESS; }

CUresult cuCtxSetCacheConfig(int value) { ENTER_CONTEXT; fake_set("cache", value); return SUCCESS; }

CUresult cuCtxEnablePeerAccess(void* context, unsigned flags)
{
    ENTER_CONTEXT;
    int other = device_of(context);
    CHECK(other >= 0 && other != current && flags == 0, INVALID_CONTEXT);
    return peers[current][other]++ ? PEER_ENABLED : SUCCESS;
}

CUresult cuCtxDisablePeerAccess(void* context)
{
    ENTER_CONTEXT;
    int other = device_of(context);
    CHECK(other >= 0, INVALID_CONTEXT);
    if (!peers[current][other])
        return PEER_NOT_ENABLED;
    peers[current][other] = 0;
    return SUCCESS;
}

// ---- Memory -----------------------------------------------------------------------------------------------------------------

static CUresult allocate(char** address, size_t bytes)
{
    CHECK(bytes > 0, INVALID_VALUE);
    if (used_bytes + bytes > memory_bytes())
        return OUT_OF_MEMORY;
    used_bytes += (long)bytes;
    // New memory holds whatever was there before.
    *address = add(DEVICE_MEMORY, memset(aligned_alloc(256, (bytes + 255) / 256 * 256), 0xCD, bytes), bytes, NULL);
    return SUCCESS;
}

CUresult cuMemAlloc_v2(char** address, size_t bytes) { ENTER_CONTEXT; return allocate(address, bytes); }

CUresult cuMemFree_v2(char* address)
{
    ENTER_CONTEXT;
    struct object* memory = live(DEVICE_MEMORY, address);
    CHECK(memory != NULL, INVALID_VALUE);
    CUresult error = drain_all();
    used_bytes -= (long)memory->bytes;
    forget(DEVICE_MEMORY, address);
    free(address);
    return error;
}

CUresult cuMemGetInfo_v2(size_t* free_bytes, size_t* total) { ENTER_CONTEXT; *total = memory_bytes(); *free_bytes = *total - used_bytes; return SUCCESS; }

struct pool_properties { int type, handles, location_type, location; void* security; unsigned char rest[64]; };

CUresult cuMemPoolCreate(void** pool, const struct pool_properties* properties)
{
    ENTER_CONTEXT;
    CHECK(setting("pools", 1) && properties->type == 1 && properties->location_type == 1 && properties->location == current, INVALID_VALUE);
    CHECK(properties->handles == 0 && properties->security == NULL, INVALID_VALUE);
    *pool = add(POOL, malloc(1), 0, NULL);
    return SUCCESS;
}

CUresult cuMemPoolDestroy(void* pool) { ENTER_CONTEXT; CHECK(live(POOL, pool), INVALID_HANDLE); forget(POOL, pool); free(pool); return SUCCESS; }

CUresult cuMemPoolSetAttribute(void* pool, int attribute, unsigned long long* value)
{
    ENTER_CONTEXT;
    CHECK(live(POOL, pool) && attribute == 4, INVALID_VALUE);
    fake_set("threshold", (long)*value);
    return SUCCESS;
}

CUresult cuMemPoolGetAttribute(void* pool, int attribute, unsigned long long* value)
{
    ENTER_CONTEXT;
    CHECK(live(POOL, pool) && (attribute == 5 || attribute == 7), INVALID_VALUE);
    *value = used_bytes;
    return SUCCESS;
}

struct access { int location_type, location, flags; };

CUresult cuMemPoolSetAccess(void* pool, const struct access* access, size_t count)
{
    ENTER_CONTEXT;
    CHECK(live(POOL, pool) && count == 1 && access->location_type == 1 && access->location < device_count() && access->flags == 3, INVALID_VALUE);
    return SUCCESS;
}

CUresult cuMemAllocFromPoolAsync(char** address, size_t bytes, void* pool, struct stream* stream)
{
    ENTER_CONTEXT;
    CHECK(live(POOL, pool) && live(STREAM, stream), INVALID_HANDLE);
    return allocate(address, bytes);
}

CUresult cuMemFreeAsync(char* address, struct stream* stream)
{
    ENTER_CONTEXT;
    struct object* memory = live(DEVICE_MEMORY, address);
    CHECK(memory != NULL && live(STREAM, stream), INVALID_VALUE);
    queue(stream, (struct work) { .operation = FREE, .target = address, .bytes = memory->bytes });
    forget(DEVICE_MEMORY, address);
    return SUCCESS;
}

CUresult cuMemHostAlloc(char** address, size_t bytes, unsigned flags)
{
    ENTER_CONTEXT;
    (void)flags;
    *address = add(HOST_MEMORY, memset(malloc(bytes), 0xCD, bytes), bytes, NULL);
    return SUCCESS;
}

CUresult cuMemFreeHost(char* address)
{
    ENTER_CONTEXT;
    CHECK(live(HOST_MEMORY, address), INVALID_VALUE);
    CUresult error = drain_all();
    forget(HOST_MEMORY, address);
    free(address);
    return error;
}

CUresult cuMemHostRegister_v2(char* address, size_t bytes, unsigned flags)
{
    ENTER_CONTEXT;
    CHECK(bytes > 0 && flags == 0, INVALID_VALUE);
    if (lies_in(REGISTRATION, address, 1))
        return ALREADY_REGISTERED;
    add(REGISTRATION, address, bytes, NULL);
    return SUCCESS;
}

CUresult cuMemHostUnregister(char* address)
{
    ENTER_CONTEXT;
    CHECK(live(REGISTRATION, address), INVALID_VALUE);
    CUresult error = drain_all();
    forget(REGISTRATION, address);
    return error;
}

CUresult cuPointerGetAttribute(int* value, int attribute, char* address)
{
    ENTER;
    CHECK(attribute == 2, INVALID_VALUE);
    *value = lies_in(DEVICE_MEMORY, address, 1) ? 2 : 1;
    return lies_in(DEVICE_MEMORY, address, 1) || is_locked(address, 1) ? SUCCESS : INVALID_VALUE;
}

static CUresult copy(struct stream* stream, char* target, char* source, size_t bytes)
{
    CHECK(live(STREAM, stream), INVALID_HANDLE);
    queue(stream, (struct work) { .operation = COPY, .target = target, .source = source, .bytes = bytes });
    return SUCCESS;
}

CUresult cuMemcpyHtoDAsync_v2(char* target, char* source, size_t bytes, struct stream* stream)
{
    ENTER_CONTEXT;
    CHECK(lies_in(DEVICE_MEMORY, target, bytes) && is_locked(source, bytes), INVALID_VALUE);
    return copy(stream, target, source, bytes);
}

CUresult cuMemcpyDtoHAsync_v2(char* target, char* source, size_t bytes, struct stream* stream)
{
    ENTER_CONTEXT;
    CHECK(lies_in(DEVICE_MEMORY, source, bytes) && is_locked(target, bytes), INVALID_VALUE);
    return copy(stream, target, source, bytes);
}

CUresult cuMemcpyDtoDAsync_v2(char* target, char* source, size_t bytes, struct stream* stream)
{
    ENTER_CONTEXT;
    CHECK(lies_in(DEVICE_MEMORY, target, bytes) && lies_in(DEVICE_MEMORY, source, bytes), INVALID_VALUE);
    return copy(stream, target, source, bytes);
}

CUresult cuMemcpyPeerAsync(char* target, void* target_context, char* source, void* source_context, size_t bytes, struct stream* stream)
{
    ENTER_CONTEXT;
    CHECK(device_of(target_context) >= 0 && device_of(source_context) >= 0, INVALID_CONTEXT);
    CHECK(lies_in(DEVICE_MEMORY, target, bytes) && lies_in(DEVICE_MEMORY, source, bytes), INVALID_VALUE);
    return copy(stream, target, source, bytes);
}

CUresult cuMemsetD8Async(char* target, unsigned char value, size_t bytes, struct stream* stream)
{
    ENTER_CONTEXT;
    CHECK(lies_in(DEVICE_MEMORY, target, bytes) && live(STREAM, stream), INVALID_VALUE);
    queue(stream, (struct work) { .operation = FILL, .target = target, .value = value, .bytes = bytes });
    return SUCCESS;
}

// ---- Kernels ------------------------------------------------------------------------------------------------------------------

extern void fake_wait(int kind);

static struct module* load_library(const char* path, const char* name)
{
    void* library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    unlink(path);
    if (library == NULL)
        return NULL;
    struct module* module = calloc(1, sizeof *module);
    module->library = library;
    module->entry_point = strdup(name != NULL ? name : (char*)dlsym(library, "fake_entry_point"));
    module->argument_count = *(int*)dlsym(library, "fake_argument_count");
    module->argument_bytes = dlsym(library, "fake_argument_bytes");
    module->waits = *(int*)dlsym(library, "fake_waits");
    module->most_items = *(int*)dlsym(library, "fake_most_items");
    module->static_shared_bytes = ((int (*)(void))dlsym(library, "fake_shared_bytes"))();
    module->thread = dlsym(library, "threadIdx");
    module->block = dlsym(library, "blockIdx");
    module->block_dim = dlsym(library, "blockDim");
    module->grid_dim = dlsym(library, "gridDim");
    module->dynamic_shared = dlsym(library, "dynamic_shared");
    module->poison_shared = (void (*)(void))dlsym(library, "fake_poison_shared");
    module->call = (void (*)(void**))dlsym(library, "fake_call");
    module->allowed_dynamic_bytes = STATIC_SHARED_BYTES - module->static_shared_bytes;
    *(void (**)(int))dlsym(library, "fake_wait") = fake_wait;
    return module;
}

// An image of the fake compiler: writes its library to a file, for the loader.
static struct module* load_image(const char* image)
{
    size_t bytes;
    memcpy(&bytes, image + 4, sizeof bytes);
    const char* name = image + 12;
    char path[] = "/tmp/fake-module-XXXXXX";
    int file = mkstemp(path);
    ssize_t written = write(file, name + strlen(name) + 1, bytes);
    close(file);
    return written == (ssize_t)bytes ? load_library(path, name) : NULL;
}

static struct module* load_ptx(const char* text, char* log, int log_bytes)
{
    char path[128];
    return fake_compile_ptx(text, path, sizeof path, log, log_bytes) ? load_library(path, NULL) : NULL;
}

CUresult cuModuleLoadDataEx(struct module** module, const char* image, unsigned count, const int* options, void** values)
{
    ENTER_CONTEXT;
    char log[2048] = "not an image of this fake";
    int is_image = memcmp(image, "FAKE", 4) == 0, is_ptx = memcmp(image, "// ", 3) == 0;
    struct module* loaded = is_image ? load_image(image) : is_ptx ? load_ptx(image, log, sizeof log) : NULL;
    if (loaded == NULL)
    {
        for (unsigned index = 0; index < count; index++)
            if (options[index] == 5)
                strcpy(values[index], log);
        return is_ptx ? INVALID_PTX : INVALID_IMAGE;
    }
    *module = add(MODULE, loaded, 0, loaded);
    return SUCCESS;
}

CUresult cuModuleUnload(struct module* module)
{
    ENTER_CONTEXT;
    CHECK(live(MODULE, module), INVALID_HANDLE);
    CUresult error = drain_all();
    forget(MODULE, module);
    dlclose(module->library);
    free((char*)module->entry_point);
    free(module);
    return error;
}

CUresult cuModuleGetFunction(struct module** function, struct module* module, const char* name)
{
    ENTER_CONTEXT;
    CHECK(live(MODULE, module), INVALID_HANDLE);
    *function = module;
    return strcmp(name, module->entry_point) == 0 ? SUCCESS : NOT_FOUND;
}

CUresult cuFuncGetAttribute(int* value, int attribute, struct module* function)
{
    ENTER_CONTEXT;
    CHECK(live(MODULE, function), INVALID_HANDLE);
    *value = attribute == 0 ? function->most_items : attribute == 1 ? function->static_shared_bytes : function->allowed_dynamic_bytes;
    return SUCCESS;
}

CUresult cuFuncSetAttribute(struct module* function, int attribute, int value)
{
    ENTER_CONTEXT;
    CHECK(live(MODULE, function) && attribute == 8 && value >= 0 && value <= SHARED_BYTES - function->static_shared_bytes, INVALID_VALUE);
    function->allowed_dynamic_bytes = value;
    return SUCCESS;
}

CUresult cuOccupancyMaxActiveBlocksPerMultiprocessor(int* groups, struct module* function, int items, size_t dynamic_bytes)
{
    ENTER_CONTEXT;
    CHECK(live(MODULE, function) && items > 0, INVALID_VALUE);
    int shared = function->static_shared_bytes + (int)dynamic_bytes;
    *groups = 2048 / items;
    if (shared > 0 && SHARED_BYTES / shared < *groups)
        *groups = SHARED_BYTES / shared;
    return SUCCESS;
}

CUresult cuLaunchKernel(struct module* function, unsigned grid_x, unsigned grid_y, unsigned grid_z, unsigned block_x, unsigned block_y,
    unsigned block_z, unsigned dynamic_bytes, struct stream* stream, void** arguments, void** extra)
{
    ENTER_CONTEXT;
    CHECK(live(MODULE, function) && live(STREAM, stream) && extra == NULL, INVALID_HANDLE);
    CHECK(grid_x > 0 && grid_y > 0 && grid_z > 0 && block_x > 0 && block_y > 0 && block_z > 0, INVALID_VALUE);
    CHECK(grid_y <= 65535 && grid_z <= 65535 && block_z <= 64 && (int)dynamic_bytes <= function->allowed_dynamic_bytes, INVALID_VALUE);
    if (block_x * block_y * block_z > (unsigned)function->most_items)
        return LAUNCH_OUT_OF_RESOURCES;
    struct work work = { .operation = LAUNCH, .module = function, .bytes = dynamic_bytes, .grid = { grid_x, grid_y, grid_z }, .block = { block_x, block_y, block_z } };
    // The arguments are read now; their memory is the caller's again afterwards.
    for (int index = 0; index < function->argument_count; index++)
        memcpy(&work.arguments[index], arguments[index], function->argument_bytes[index]);
    queue(stream, work);
    return SUCCESS;
}
