// A fake NVRTC: compiles CUDA C by clang to a library of the host, which the fake driver runs. Its "cubin" is the word FAKE,
// the library's length, the kernel's name and the library. FAKE_MAJOR, FAKE_MINOR and FAKE_BUILTINS are given when this is compiled.
#define _GNU_SOURCE
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "fake_ptx.h"

enum { COMPILATION = 6 };

struct program { char *source, *log, *code; size_t code_bytes; };

int nvrtcVersion(int* major, int* minor)
{
    *major = FAKE_MAJOR;
    *minor = FAKE_MINOR;
    return 0;
}

const char* nvrtcGetErrorString(int error) { return error == COMPILATION ? "NVRTC_ERROR_COMPILATION" : "NVRTC_ERROR_INVALID_INPUT"; }

int nvrtcGetNumSupportedArchs(int* count) { *count = 3; return 0; }

int nvrtcGetSupportedArchs(int* architectures) { memcpy(architectures, (int[]) { 70, 80, 90 }, 3 * sizeof(int)); return 0; }

int nvrtcCreateProgram(struct program** program, const char* source, const char* name, int headers, const char** texts, const char** names)
{
    (void)name, (void)headers, (void)texts, (void)names;
    *program = calloc(1, sizeof(struct program));
    (*program)->source = strdup(source);
    return 0;
}

int nvrtcDestroyProgram(struct program** program)
{
    free((*program)->source);
    free((*program)->log);
    free((*program)->code);
    free(*program);
    *program = NULL;
    return 0;
}

static char* read_file(const char* path, size_t* bytes)
{
    FILE* file = fopen(path, "rb");
    if (file == NULL)
        return NULL;
    fseek(file, 0, SEEK_END);
    *bytes = ftell(file);
    rewind(file);
    char* text = calloc(1, *bytes + 1);
    *bytes = fread(text, 1, *bytes, file);
    fclose(file);
    return text;
}

// The source, its dynamic shared memory being the one of host_builtins.h, and its PTX calls of the functions in host_ptx.h.
static void write_body(FILE* file, const char* source)
{
    const char *shared = "extern __shared__", *assembly = "asm volatile(";
    for (;;)
    {
        const char *at_shared = strstr(source, shared), *at_assembly = strstr(source, assembly);
        if (at_shared == NULL && at_assembly == NULL)
            break;
        if (at_assembly == NULL || (at_shared != NULL && at_shared < at_assembly))
        {
            fprintf(file, "%.*sextern", (int)(at_shared - source), source);
            source = at_shared + strlen(shared);
        }
        else
        {
            fprintf(file, "%.*s", (int)(at_assembly - source), source);
            source = write_assembly(file, at_assembly + strlen(assembly));
        }
    }
    fputs(source, file);
}

// What the driver asks about the kernel, and a function that calls it. The kernel's parameters are read from its declaration.
static int write_entry(FILE* file, const char* source, char* name, size_t name_bytes)
{
    const char* at = strstr(source, "__global__ void ");
    if (at == NULL)
        return 0;
    at += strlen("__global__ void ");
    int most_items = 1024;
    if (sscanf(at, "__launch_bounds__(%d", &most_items) == 1)
        at = strchr(at, ')') + 2;
    const char* open = strchr(at, '(');
    const char* close = strchr(at, ')');
    if (open == NULL || close == NULL)
        return 0;
    snprintf(name, name_bytes, "%.*s", (int)(open - at), at);
    char types[4096] = "", sizes[8192] = "", arguments[8192] = "";
    int count = 0;
    for (const char* start = open + 1; start < close; count++)
    {
        const char* end = memchr(start, ',', close - start);
        end = end == NULL ? close : end;
        const char* type_end = end;
        while (isalnum(type_end[-1]) || type_end[-1] == '_')
            type_end--;
        snprintf(types, sizeof types, "%.*s", (int)(type_end - start), start);
        snprintf(sizes + strlen(sizes), sizeof sizes - strlen(sizes), "(int)sizeof(%s), ", types);
        snprintf(arguments + strlen(arguments), sizeof arguments - strlen(arguments), "%s*(%s*)a[%d]", count == 0 ? "" : ", ", types, count);
        start = end + 1;
    }
    int waits = strstr(source, "__sync") != NULL || strstr(source, "__shfl") != NULL || strstr(source, ".sync.") != NULL;
    fprintf(file, "\nextern \"C\" { extern const int fake_argument_count = %d, fake_waits = %d, fake_most_items = %d;\n", count, waits, most_items);
    fprintf(file, "extern const int fake_argument_bytes[] = { %s0 };\nvoid fake_call(void** a) { %s(%s); } }\n", sizes, name, arguments);
    return 1;
}

static const char* target(int count, const char** options)
{
    for (int index = 0; index < count; index++)
        if (strncmp(options[index], "--gpu-architecture=", 19) == 0)
            return options[index] + 19;
    return NULL;
}

int nvrtcCompileProgram(struct program* program, int option_count, const char** options)
{
    char folder[] = "/tmp/fake-nvrtc-XXXXXX", path[4][128], command[2048], name[256] = "";
    const char* architecture = target(option_count, options);
    if (architecture == NULL)
        return 5;
    // What only one architecture has is for code that is for no other.
    if (strstr(program->source, "wgmma.") != NULL && strcmp(architecture, "sm_90a") != 0)
    {
        program->log = strdup("kernel.cu(1): error: instruction 'wgmma' is not supported for this target");
        return COMPILATION;
    }
    if (mkdtemp(folder) == NULL)
        return 5;
    const char* files[] = { "kernel.cpp", "kernel.so", "log" };
    for (int index = 0; index < 3; index++)
        snprintf(path[index], sizeof path[index], "%s/%s", folder, files[index]);
    FILE* file = fopen(path[0], "w");
    fputs("#line 1 \"kernel.cu\"\n", file);
    write_body(file, program->source);
    int has_kernel = write_entry(file, program->source, name, sizeof name);
    fclose(file);
    snprintf(command, sizeof command,
        "clang-19 -x c++ -std=c++17 -O1 -march=native -ffp-contract=off -w -fPIC -shared -nostdinc++ -include '%s' -o %s %s -lm 2> %s",
        FAKE_BUILTINS, path[1], path[0], path[2]);
    int is_good = has_kernel && system(command) == 0;
    size_t bytes;
    if (is_good)
    {
        char* library = read_file(path[1], &bytes);
        size_t name_bytes = strlen(name) + 1;
        program->code_bytes = 12 + name_bytes + bytes;
        program->code = malloc(program->code_bytes);
        memcpy(program->code, "FAKE", 4);
        memcpy(program->code + 4, &bytes, 8);
        memcpy(program->code + 12, name, name_bytes);
        memcpy(program->code + 12 + name_bytes, library, bytes);
        free(library);
    }
    else
        program->log = read_file(path[2], &bytes);
    for (int index = 0; index < 3; index++)
        unlink(path[index]);
    rmdir(folder);
    return is_good ? 0 : COMPILATION;
}

int nvrtcGetCUBINSize(struct program* program, size_t* bytes) { *bytes = program->code_bytes; return 0; }

int nvrtcGetCUBIN(struct program* program, char* code) { memcpy(code, program->code, program->code_bytes); return 0; }

int nvrtcGetPTXSize(struct program* program, size_t* bytes) { return nvrtcGetCUBINSize(program, bytes); }

int nvrtcGetPTX(struct program* program, char* code) { return nvrtcGetCUBIN(program, code); }

int nvrtcGetProgramLogSize(struct program* program, size_t* bytes)
{
    *bytes = program->log == NULL ? 1 : strlen(program->log) + 1;
    return 0;
}

int nvrtcGetProgramLog(struct program* program, char* log)
{
    strcpy(log, program->log == NULL ? "" : program->log);
    return 0;
}
