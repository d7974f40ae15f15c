// Runs the groups of a kernel on the host. The items of a group take turns on one thread; each that waits has a stack of its own.
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <ucontext.h>
#include "fake.h"

enum { STACK_BYTES = 256 << 10, RUNNING = -1, DONE = -2, WARP = 32 };

static struct
{
    ucontext_t start[ITEMS_OF_GROUP];
    jmp_buf item[ITEMS_OF_GROUP];
    int state[ITEMS_OF_GROUP]; // RUNNING, DONE, or what it waits for
    char* stacks;
    jmp_buf scheduler;
    ucontext_t scheduler_start;
    int current, count;
    struct module* module;
    void** arguments;
} group;

void fake_wait(int kind)
{
    group.state[group.current] = kind;
    if (_setjmp(group.item[group.current]) == 0)
        _longjmp(group.scheduler, 1);
}

static void item_main(void)
{
    group.module->call(group.arguments);
    group.state[group.current] = DONE;
    _longjmp(group.scheduler, 1);
}

static void set_thread(int item, struct extent block)
{
    *group.module->thread = (struct extent) { item % block.x, item / block.x % block.y, item / block.x / block.y };
}

// Lets an item run until it waits or ends.
static void resume(int item, int is_new, struct extent block)
{
    group.current = item;
    group.state[item] = RUNNING;
    set_thread(item, block);
    if (_setjmp(group.scheduler) != 0)
        return;
    if (!is_new)
        _longjmp(group.item[item], 1);
    getcontext(&group.start[item]);
    group.start[item].uc_stack.ss_sp = group.stacks + (size_t)item * STACK_BYTES;
    group.start[item].uc_stack.ss_size = STACK_BYTES;
    group.start[item].uc_link = NULL;
    makecontext(&group.start[item], item_main, 0);
    setcontext(&group.start[item]);
}

// Items that ended are not waited for, as on a device.
static int all_wait(int first, int end, int kind)
{
    for (int item = first; item < end; item++)
        if (group.state[item] != kind && group.state[item] != DONE)
            return 0;
    return 1;
}

// Lets a warp run as far as it comes without the others.
static void run_warp(int first, int is_new, struct extent block)
{
    int end = first + WARP < group.count ? first + WARP : group.count;
    do
    {
        for (int item = first; item < end; item++)
            if (is_new || group.state[item] != DONE)
                resume(item, is_new, block);
        is_new = 0;
    } while (!all_wait(first, end, DONE) && all_wait(first, end, WAIT_WARP));
}

// One warp after the other gets to the next barrier, now the first one first and now the last one: what only a barrier orders
// happens in an order that nobody expects.
static int run_waiting(struct extent block)
{
    int warps = (group.count + WARP - 1) / WARP;
    for (int round = 0;; round++)
    {
        for (int warp = 0; warp < warps; warp++)
            run_warp((round % 2 == 0 ? warp : warps - 1 - warp) * WARP, round == 0, block);
        if (all_wait(0, group.count, DONE))
            return 0;
        if (!all_wait(0, group.count, WAIT_GROUP))
            return 719; // items of a warp, or warps of a group, wait for different things: a device would hang
    }
}

int run_grid(struct module* module, struct extent grid, struct extent block, int dynamic_bytes, void** arguments)
{
    if (group.stacks == NULL)
        group.stacks = mmap(NULL, (size_t)ITEMS_OF_GROUP * STACK_BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    group.module = module;
    group.arguments = arguments;
    group.count = block.x * block.y * block.z;
    *module->block_dim = block;
    *module->grid_dim = grid;
    for (unsigned z = 0; z < grid.z; z++)
        for (unsigned y = 0; y < grid.y; y++)
            for (unsigned x = 0; x < grid.x; x++)
            {
                *module->block = (struct extent) { x, y, z };
                // Nobody may count on what shared memory holds at the start.
                module->poison_shared();
                memset(module->dynamic_shared, 0xFF, dynamic_bytes);
                if (module->waits)
                {
                    int error = run_waiting(block);
                    if (error != 0)
                        return error;
                    continue;
                }
                for (int item = 0; item < group.count; item++)
                {
                    set_thread(item, block);
                    module->call(arguments);
                }
            }
    return 0;
}
