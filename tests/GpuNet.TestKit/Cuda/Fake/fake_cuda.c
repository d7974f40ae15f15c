// A fake of NVIDIA's driver library: devices made of host memory. Work is queued in streams and done only when something
// waits for it, as late as a device could; every handle and every address is checked; calls are counted, and fail where a
// test says so. FAKE_CUDA holds settings such as "devices=0;cuInit=100" (a value for a call is the error it returns).
#define _GNU_SOURCE
#include <dlfcn.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include "fake.h"

typedef int CUresult;

enum { SUCCESS = 0, INVALID_VALUE = 1, OUT_OF_MEMORY = 2, NOT_INITIALIZED = 3, NO_DEVICE = 100, INVALID_DEVICE = 101, INVALID_IMAGE = 200, INVALID_PTX = 218,
    INVALID_CONTEXT = 201, INVALID_HANDLE = 400, NOT_FOUND = 500, NOT_READY = 600, LAUNCH_OUT_OF_RESOURCES = 701, PEER_ENABLED = 704,
    PEER_NOT_ENABLED = 705, ALREADY_REGISTERED = 712, CAPTURE_UNSUPPORTED = 900 };

// ---- Settings, counters, live objects -----------------------------------------------------------------------------------

enum kind { CONTEXT, POOL, STREAM, EVENT, MODULE, GRAPH, GRAPH_EXEC, DEVICE_MEMORY, HOST_MEMORY, REGISTRATION, KINDS };
static const char* const kind_names[KINDS] = { "context", "pool", "stream", "event", "module", "graph", "graph_exec", "memory", "host_memory", "registration" };

struct object { struct object* next; enum kind kind; char* address; size_t bytes; void* data; };
struct setting { struct setting* next; char name[64]; long value; };
struct rule { struct rule* next; char name[64]; int error, after; };

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static struct object* objects;
static struct setting *settings, *counts;
static struct rule* rules;
static char misuse[512];
static int is_initialized, lost, was_lost;
static long used_bytes;
static int contexts[8], peers[8][8];
static __thread int current = -1;

static struct setting* find(struct setting** list, const char* name)
{
    for (struct setting* one = *list; one != NULL; one = one->next)
        if (strcmp(one->name, name) == 0)
            return one;
    struct setting* added = calloc(1, sizeof *added);
    snprintf(added->name, sizeof added->name, "%s", name);
    added->next = *list;
    return *list = added;
}

static long setting(const char* name, long otherwise)
{
    for (struct setting* one = settings; one != NULL; one = one->next)
        if (strcmp(one->name, name) == 0)
            return one->value;
    return otherwise;
}

void fake_set(const char* name, long value) { find(&settings, name)->value = value; }

// The call returns the error after it has succeeded that many times.
void fake_fail(const char* call, int error, int after)
{
    struct rule* added = calloc(1, sizeof *added);
    snprintf(added->name, sizeof added->name, "%s", call);
    added->error = error;
    added->after = after;
    added->next = rules;
    rules = added;
}

void fake_recover(void) { rules = NULL; lost = 0; }

// From now on all calls about the context return this, as after a kernel that crashed.
void fake_lose(int error) { lost = was_lost = error; }

long fake_calls(const char* call) { return find(&counts, call)->value; }

// The first wrong use of the interface, or an empty text.
const char* fake_misuse(void) { return misuse; }

long fake_live(const char* kind)
{
    long count = 0;
    for (struct object* one = objects; one != NULL; one = one->next)
        count += strcmp(kind_names[one->kind], kind) == 0;
    if (strcmp(kind, "context") == 0)
        for (int device = 0; device < 8; device++)
            count += contexts[device];
    return count;
}

static CUresult wrong(CUresult error, const char* format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    if (misuse[0] == 0)
        vsnprintf(misuse, sizeof misuse, format, arguments);
    va_end(arguments);
    return error;
}

static CUresult enter(const char* call)
{
    find(&counts, call)->value++;
    for (struct rule* one = rules; one != NULL; one = one->next)
        if (strcmp(one->name, call) == 0 && one->after-- <= 0)
            return one->error;
    return SUCCESS;
}

static CUresult enter_context(const char* call)
{
    CUresult error = enter(call);
    if (error != SUCCESS)
        return error;
    if (current < 0)
        return wrong(INVALID_CONTEXT, "%s without a context", call);
    return lost;
}

static void unlock(pthread_mutex_t** held) { pthread_mutex_unlock(*held); }

#define LOCK pthread_mutex_t* held __attribute__((cleanup(unlock))) = &mutex; pthread_mutex_lock(held)
#define ENTER LOCK; { CUresult error = enter(__func__); if (error != SUCCESS) return error; }
#define ENTER_CONTEXT LOCK; { CUresult error = enter_context(__func__); if (error != SUCCESS) return error; }
#define CHECK(condition, error) do { if (!(condition)) return wrong(error, "%s: not (%s)", __func__, #condition); } while (0)

static void* add(enum kind kind, void* address, size_t bytes, void* data)
{
    struct object* added = calloc(1, sizeof *added);
    *added = (struct object) { objects, kind, address, bytes, data };
    objects = added;
    return address;
}

static struct object* live(enum kind kind, const void* address)
{
    for (struct object* one = objects; one != NULL; one = one->next)
        if (one->kind == kind && one->address == address)
            return one;
    return NULL;
}

static int lies_in(enum kind kind, const char* address, size_t bytes)
{
    for (struct object* one = objects; one != NULL; one = one->next)
        if (one->kind == kind && address >= one->address && address + bytes <= one->address + one->bytes)
            return 1;
    return 0;
}

static int is_locked(const char* address, size_t bytes) { return lies_in(HOST_MEMORY, address, bytes) || lies_in(REGISTRATION, address, bytes); }

static void forget(enum kind kind, const void* address)
{
    for (struct object** one = &objects; *one != NULL; one = &(*one)->next)
        if ((*one)->kind == kind && (*one)->address == address)
        {
            struct object* removed = *one;
            *one = removed->next;
            free(removed);
            return;
        }
}

// ---- Streams: queues of work ----------------------------------------------------------------------------------------------

enum operation { COPY, FILL, LAUNCH, RECORD, WAIT, FREE };
struct work
{
    struct work* next;
    enum operation operation;
    long number;
    char *target, *source;
    size_t bytes;
    int value;
    struct extent grid, block;
    struct module* module;
    unsigned long long arguments[600];
    struct event* event;
    struct stream* stream;
};
struct stream { struct work *first, **last; long queued, done; struct graph* capture; };
struct event { struct stream* stream; long number; int is_timed; double milliseconds; };
struct graph { struct work *first, **last; };

static struct work* queue(struct stream* stream, struct work work)
{
    struct work* added = malloc(sizeof *added);
    *added = work;
    added->next = NULL;
    struct work*** last = stream->capture != NULL ? &stream->capture->last : &stream->last;
    added->number = stream->capture != NULL ? 0 : ++stream->queued;
    **last = added;
    *last = &added->next;
    return added;
}

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1e3 + time.tv_nsec / 1e6;
}

static CUresult drain(struct stream* stream, long number);

static CUresult run(struct work* work)
{
    void* arguments[600];
    switch (work->operation)
    {
    case COPY:
        if (work->bytes > 0 && work->target < work->source + work->bytes && work->source < work->target + work->bytes)
            return wrong(INVALID_VALUE, "a copy whose source and target overlap");
        memcpy(work->target, work->source, work->bytes);
        return SUCCESS;
    case FILL:
        memset(work->target, work->value, work->bytes);
        return SUCCESS;
    case RECORD:
        if (live(EVENT, work->event))
            work->event->milliseconds = now();
        return SUCCESS;
    case WAIT:
        return live(STREAM, work->stream) ? drain(work->stream, work->value) : SUCCESS;
    case FREE:
        used_bytes -= (long)work->bytes;
        free(work->target);
        return SUCCESS;
    default:
        for (int index = 0; index < work->module->argument_count; index++)
            arguments[index] = &work->arguments[index];
        return run_grid(work->module, work->grid, work->block, (int)work->bytes, arguments);
    }
}

static CUresult drain(struct stream* stream, long number)
{
    while (stream->first != NULL && stream->done < number)
    {
        struct work* work = stream->first;
        stream->first = work->next;
        if (stream->first == NULL)
            stream->last = &stream->first;
        CUresult error = run(work);
        stream->done = work->number;
        free(work);
        if (error != SUCCESS)
            return lost = was_lost = error;
    }
    return SUCCESS;
}

static CUresult drain_all(void)
{
    for (struct object* one = objects; one != NULL; one = one->next)
        if (one->kind == STREAM)
        {
            struct stream* stream = one->data;
            CUresult error = drain(stream, stream->queued);
            if (error != SUCCESS)
                return error;
        }
    return SUCCESS;
}

CUresult cuStreamCreate(struct stream** stream, unsigned flags)
{
    ENTER_CONTEXT;
    CHECK(flags <= 1, INVALID_VALUE);
    struct stream* made = calloc(1, sizeof *made);
    made->last = &made->first;
    *stream = add(STREAM, made, 0, made);
    return SUCCESS;
}

CUresult cuStreamDestroy_v2(struct stream* stream)
{
    ENTER_CONTEXT;
    CHECK(live(STREAM, stream) && stream->capture == NULL, INVALID_HANDLE);
    drain(stream, stream->queued);
    forget(STREAM, stream);
    free(stream);
    return SUCCESS;
}

CUresult cuStreamSynchronize(struct stream* stream)
{
    ENTER_CONTEXT;
    CHECK(live(STREAM, stream), INVALID_HANDLE);
    return stream->capture != NULL ? CAPTURE_UNSUPPORTED : drain(stream, stream->queued);
}

CUresult cuStreamWaitEvent(struct stream* stream, struct event* event, unsigned flags)
{
    ENTER_CONTEXT;
    CHECK(live(STREAM, stream) && live(EVENT, event) && flags == 0, INVALID_HANDLE);
    if (event->stream != NULL)
        queue(stream, (struct work) { .operation = WAIT, .stream = event->stream, .value = (int)event->number });
    return SUCCESS;
}

CUresult cuStreamIsCapturing(struct stream* stream, int* status)
{
    ENTER_CONTEXT;
    CHECK(live(STREAM, stream), INVALID_HANDLE);
    *status = stream->capture != NULL;
    return SUCCESS;
}

CUresult cuStreamBeginCapture_v2(struct stream* stream, int mode)
{
    ENTER_CONTEXT;
    CHECK(live(STREAM, stream) && stream->capture == NULL && mode >= 0 && mode <= 2, INVALID_HANDLE);
    struct graph* graph = calloc(1, sizeof *graph);
    graph->last = &graph->first;
    stream->capture = add(GRAPH, graph, 0, graph);
    return SUCCESS;
}

static CUresult destroy_graph(enum kind kind, struct graph* graph)
{
    CHECK(live(kind, graph), INVALID_HANDLE);
    forget(kind, graph);
    for (struct work *work = graph->first, *next; work != NULL; work = next)
    {
        next = work->next;
        free(work);
    }
    free(graph);
    return SUCCESS;
}

/* A capture that fails has ended, too, without a graph. */
CUresult cuStreamEndCapture(struct stream* stream, struct graph** graph)
{
    LOCK;
    CUresult error = enter_context(__func__);
    *graph = NULL;
    if (error != SUCCESS && live(STREAM, stream) && stream->capture != NULL)
    {
        destroy_graph(GRAPH, stream->capture);
        stream->capture = NULL;
    }
    if (error != SUCCESS)
        return error;
    CHECK(live(STREAM, stream) && stream->capture != NULL, INVALID_HANDLE);
    *graph = stream->capture;
    stream->capture = NULL;
    return SUCCESS;
}

CUresult cuGraphInstantiateWithFlags(struct graph** made, struct graph* graph, unsigned long long flags)
{
    ENTER_CONTEXT;
    CHECK(live(GRAPH, graph) && flags == 0, INVALID_HANDLE);
    struct graph* copy = calloc(1, sizeof *copy);
    copy->last = &copy->first;
    for (struct work* work = graph->first; work != NULL; work = work->next)
    {
        *copy->last = memcpy(malloc(sizeof *work), work, sizeof *work);
        copy->last = &(*copy->last)->next;
        *copy->last = NULL;
    }
    *made = add(GRAPH_EXEC, copy, 0, copy);
    return SUCCESS;
}

CUresult cuGraphLaunch(struct graph* graph, struct stream* stream)
{
    ENTER_CONTEXT;
    CHECK(live(GRAPH_EXEC, graph) && live(STREAM, stream), INVALID_HANDLE);
    for (struct work* work = graph->first; work != NULL; work = work->next)
        queue(stream, *work);
    return SUCCESS;
}

CUresult cuGraphDestroy(struct graph* graph) { ENTER_CONTEXT; return destroy_graph(GRAPH, graph); }

CUresult cuGraphExecDestroy(struct graph* graph) { ENTER_CONTEXT; return destroy_graph(GRAPH_EXEC, graph); }

CUresult cuEventCreate(struct event** event, unsigned flags)
{
    ENTER_CONTEXT;
    struct event* made = calloc(1, sizeof *made);
    made->is_timed = (flags & 2) == 0;
    *event = add(EVENT, made, 0, made);
    return SUCCESS;
}

CUresult cuEventDestroy_v2(struct event* event)
{
    ENTER_CONTEXT;
    CHECK(live(EVENT, event), INVALID_HANDLE);
    forget(EVENT, event);
    free(event);
    return SUCCESS;
}

CUresult cuEventRecord(struct event* event, struct stream* stream)
{
    ENTER_CONTEXT;
    CHECK(live(EVENT, event) && live(STREAM, stream), INVALID_HANDLE);
    event->milliseconds = 0;
    event->number = queue(stream, (struct work) { .operation = RECORD, .event = event })->number;
    event->stream = stream;
    return SUCCESS;
}

CUresult cuEventSynchronize(struct event* event)
{
    ENTER_CONTEXT;
    CHECK(live(EVENT, event), INVALID_HANDLE);
    return event->stream != NULL && live(STREAM, event->stream) ? drain(event->stream, event->number) : SUCCESS;
}

CUresult cuEventElapsedTime(float* milliseconds, struct event* start, struct event* end)
{
    ENTER_CONTEXT;
    CHECK(live(EVENT, start) && live(EVENT, end) && start->is_timed && end->is_timed, INVALID_HANDLE);
    *milliseconds = (float)(end->milliseconds - start->milliseconds);
    return start->milliseconds > 0 && end->milliseconds > 0 ? SUCCESS : NOT_READY;
}

// One unit with this one: they share the state above.
#include "fake_devices.c"
