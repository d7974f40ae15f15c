// What the parts of the fake CUDA driver share, and what it expects of a compiled kernel.
#pragma once
#include <stddef.h>

enum { ITEMS_OF_GROUP = 1024, STATIC_SHARED_BYTES = 48 << 10, SHARED_BYTES = 227 << 10 };

// How a kernel waits: for its whole group, or for its warp.
enum { WAIT_GROUP, WAIT_WARP };

struct extent { unsigned x, y, z; };

// A kernel's code: a library of the host, made by the fake compiler with host_builtins.h.
struct module
{
    void* library;
    const char* entry_point;
    int argument_count;
    const int* argument_bytes;
    int waits;
    int most_items;
    int static_shared_bytes;
    struct extent *thread, *block, *block_dim, *grid_dim;
    unsigned char* dynamic_shared;
    void (*poison_shared)(void);
    void (*call)(void** arguments);
    int allowed_dynamic_bytes;
};

// Makes a library of the host of PTX: its path, or in the log what is wrong with the text.
int fake_compile_ptx(const char* text, char* library, int library_bytes, char* log, int log_bytes);

// Runs all groups, one after the other. Returns 0, or the error that a device would end with.
int run_grid(struct module* module, struct extent grid, struct extent block, int dynamic_bytes, void** arguments);
