// CUDA C++'s built-in variables and device functions for the host: with this in front, clang makes a library of a generated
// kernel that the fake driver runs. Semantics as the CUDA C++ Programming Guide and the CUDA Math API give them.
#include <math.h>
#include <string.h>

#define __device__
#define __global__
#define __shared__ static __attribute__((section("fake_shared")))
#define __forceinline__ inline __attribute__((always_inline))
#define __align__(n) __attribute__((aligned(n)))
#define __launch_bounds__(...)

struct fake_uint3 { unsigned x, y, z; };
extern "C"
{
    fake_uint3 threadIdx, blockIdx, blockDim, gridDim;
    __attribute__((aligned(16))) unsigned char dynamic_shared[227 << 10];
    void (*fake_wait)(int kind);

    extern __attribute__((weak, visibility("hidden"))) unsigned char __start_fake_shared[], __stop_fake_shared[];
    int fake_shared_bytes() { return (int)(__stop_fake_shared - __start_fake_shared); }
    void fake_poison_shared()
    {
        if (__start_fake_shared)
            memset(__start_fake_shared, 0xFF, __stop_fake_shared - __start_fake_shared);
    }
}

static int fake_item() { return (threadIdx.z * blockDim.y + threadIdx.y) * blockDim.x + threadIdx.x; }
static int fake_items() { return blockDim.x * blockDim.y * blockDim.z; }

static void __syncthreads() { fake_wait(0); }
static void __syncwarp(unsigned = 0xffffffff) { fake_wait(1); }
static void __threadfence_block() {}
static void __threadfence() {}
static void __threadfence_system() {}

static unsigned long long fake_values[1024];

static int __syncthreads_count(int predicate)
{
    fake_values[fake_item()] = predicate != 0;
    fake_wait(0);
    int count = 0;
    for (int item = 0; item < fake_items(); item++)
        count += (int)fake_values[item];
    fake_wait(0);
    return count;
}

// The value of a lane of the own warp; of one that is not there, nothing anybody should use.
template <typename T> static T fake_lane(T value, int lane)
{
    int item = fake_item(), from = (item & ~31) + lane;
    memcpy(&fake_values[item], &value, sizeof(T));
    fake_wait(1);
    T result;
    memset(&result, 0xFF, sizeof(T));
    if (from < fake_items())
        memcpy(&result, &fake_values[from], sizeof(T));
    fake_wait(1);
    return result;
}

template <typename T> static T __shfl_sync(unsigned, T value, int lane, int width = 32)
{
    int own = fake_item() & 31;
    return fake_lane(value, (own & ~(width - 1)) + (lane & (width - 1)));
}
template <typename T> static T __shfl_up_sync(unsigned, T value, unsigned delta, int width = 32)
{
    int own = fake_item() & 31, from = own - (int)delta;
    return fake_lane(value, from < (own & ~(width - 1)) ? own : from);
}
template <typename T> static T __shfl_down_sync(unsigned, T value, unsigned delta, int width = 32)
{
    int own = fake_item() & 31, from = own + (int)delta;
    return fake_lane(value, from > (own | (width - 1)) ? own : from);
}
template <typename T> static T __shfl_xor_sync(unsigned, T value, int lanes, int width = 32)
{
    int own = fake_item() & 31, from = own ^ lanes;
    return fake_lane(value, from > (own | (width - 1)) ? own : from);
}

template <typename T> static T min(T a, T b) { return a < b ? a : b; }
template <typename T> static T max(T a, T b) { return a > b ? a : b; }

#define ATOMIC(NAME, RESULT) template <typename T, typename U> static T NAME(T* place, U operand) { T old = *place, value = (T)operand; *place = (RESULT); return old; }
ATOMIC(atomicAdd, old + value)
ATOMIC(atomicExch, value)
ATOMIC(atomicAnd, old & value)
ATOMIC(atomicOr, old | value)
ATOMIC(atomicXor, old ^ value)
ATOMIC(atomicMin, value < old ? value : old)
ATOMIC(atomicMax, value > old ? value : old)
template <typename T, typename U, typename V> static T atomicCAS(T* place, U compare, V value)
{
    T old = *place;
    if (old == (T)compare)
        *place = (T)value;
    return old;
}

static int __popc(unsigned x) { return __builtin_popcount(x); }
static int __popcll(unsigned long long x) { return __builtin_popcountll(x); }
static int __clz(int x) { return x == 0 ? 32 : __builtin_clz(x); }
static int __clzll(long long x) { return x == 0 ? 64 : __builtin_clzll(x); }

template <typename T, typename U> static T fake_bits(U value)
{
    T result;
    memcpy(&result, &value, sizeof(T));
    return result;
}
static int __float_as_int(float x) { return fake_bits<int>(x); }
static float __int_as_float(int x) { return fake_bits<float>(x); }
static long long __double_as_longlong(double x) { return fake_bits<long long>(x); }
static double __longlong_as_double(long long x) { return fake_bits<double>(x); }

static float __fmaf_rn(float x, float y, float z) { return __builtin_fmaf(x, y, z); }
static double __fma_rn(double x, double y, double z) { return __builtin_fma(x, y, z); }
static float __fdiv_rn(float x, float y) { return x / y; }
static double __ddiv_rn(double x, double y) { return x / y; }
static float __frcp_rn(float x) { return 1 / x; }
static double __drcp_rn(double x) { return 1 / x; }
static float __fsqrt_rn(float x) { return __builtin_sqrtf(x); }
static double __dsqrt_rn(double x) { return __builtin_sqrt(x); }
static float rsqrtf(float x) { return 1 / __builtin_sqrtf(x); }
static double rsqrt(double x) { return 1 / __builtin_sqrt(x); }

// The C library has functions of these names that it does not export.
#define __expf expf
#define __logf logf
#define __log2f log2f
#define __log10f log10f
#define __sinf sinf
#define __cosf cosf
#define __tanf tanf

#include "host_ptx.h"
