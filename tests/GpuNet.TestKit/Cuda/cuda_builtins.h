// What NVRTC knows without any header and clang does not: the names and types of CUDA C++'s built-in variables and device
// functions, as the CUDA C++ Programming Guide and the CUDA Math API document them. Clang compiles generated kernels
// against these declarations; most functions stay external.
#define __device__ __attribute__((device))
#define __global__ __attribute__((global))
#define __shared__ __attribute__((shared))
#define __forceinline__ __inline__ __attribute__((always_inline))
#define __align__(n) __attribute__((aligned(n)))
#define __launch_bounds__(...) __attribute__((launch_bounds(__VA_ARGS__)))

struct uint3 { unsigned x, y, z; };
extern const __device__ uint3 threadIdx, blockIdx, blockDim, gridDim;

// Clang has __syncthreads and __syncthreads_count, but only as functions of its own.
__device__ void __syncwarp(unsigned mask = 0xffffffff);
__device__ void __threadfence_block();
__device__ void __threadfence();
__device__ void __threadfence_system();
extern "C" __device__ int __syncthreads_count(int predicate);

#define OVER_NUMBERS(F) F(int) F(unsigned) F(long long) F(unsigned long long) F(float) F(double)
#define SHUFFLES(T) \
    __device__ T __shfl_sync(unsigned mask, T value, int lane, int width = 32); \
    __device__ T __shfl_up_sync(unsigned mask, T value, unsigned delta, int width = 32); \
    __device__ T __shfl_down_sync(unsigned mask, T value, unsigned delta, int width = 32); \
    __device__ T __shfl_xor_sync(unsigned mask, T value, int lanes, int width = 32);
OVER_NUMBERS(SHUFFLES)

#define OVER_INTEGERS(F) F(int) F(unsigned) F(long long) F(unsigned long long)
#define EXTREMA(T) __device__ T min(T a, T b); __device__ T max(T a, T b);
OVER_INTEGERS(EXTREMA)

#define OVER_UNSIGNED_LONG(F) F(int) F(unsigned) F(unsigned long long)
#define ADD(T) __device__ T atomicAdd(T* address, T value);
OVER_UNSIGNED_LONG(ADD) ADD(float) ADD(double)
#define EXCHANGE(T) __device__ T atomicExch(T* address, T value);
OVER_UNSIGNED_LONG(EXCHANGE) EXCHANGE(float)
#define COMPARE(T) __device__ T atomicCAS(T* address, T compare, T value);
OVER_UNSIGNED_LONG(COMPARE)
#define BITWISE(T) \
    __device__ T atomicAnd(T* address, T value); __device__ T atomicOr(T* address, T value); __device__ T atomicXor(T* address, T value);
OVER_UNSIGNED_LONG(BITWISE)
#define ATOMIC_EXTREMA(T) __device__ T atomicMin(T* address, T value); __device__ T atomicMax(T* address, T value);
OVER_INTEGERS(ATOMIC_EXTREMA)

// One instruction each: clang has them by other names, and so the PTX is what NVIDIA's compiler makes of them.
#define ONE_INSTRUCTION(T, F, PARAMETERS, VALUE) extern "C" __device__ __forceinline__ T F PARAMETERS { return VALUE; }
ONE_INSTRUCTION(int, __float_as_int, (float x), __builtin_bit_cast(int, x))
ONE_INSTRUCTION(float, __int_as_float, (int x), __builtin_bit_cast(float, x))
ONE_INSTRUCTION(long long, __double_as_longlong, (double x), __builtin_bit_cast(long long, x))
ONE_INSTRUCTION(double, __longlong_as_double, (long long x), __builtin_bit_cast(double, x))
ONE_INSTRUCTION(float, __fmaf_rn, (float x, float y, float z), __builtin_fmaf(x, y, z))
ONE_INSTRUCTION(double, __fma_rn, (double x, double y, double z), __builtin_fma(x, y, z))
ONE_INSTRUCTION(float, __fdiv_rn, (float x, float y), __nvvm_div_rn_f(x, y))
ONE_INSTRUCTION(double, __ddiv_rn, (double x, double y), __nvvm_div_rn_d(x, y))
ONE_INSTRUCTION(float, __frcp_rn, (float x), __nvvm_rcp_rn_f(x))
ONE_INSTRUCTION(double, __drcp_rn, (double x), __nvvm_rcp_rn_d(x))
ONE_INSTRUCTION(float, __fsqrt_rn, (float x), __nvvm_sqrt_rn_f(x))
ONE_INSTRUCTION(double, __dsqrt_rn, (double x), __nvvm_sqrt_rn_d(x))

extern "C"
{
    __device__ int __popc(unsigned x);
    __device__ int __popcll(unsigned long long x);
    __device__ int __clz(int x);
    __device__ int __clzll(long long x);

    __device__ float __expf(float x);
    __device__ float __logf(float x);
    __device__ float __log2f(float x);
    __device__ float __log10f(float x);
    __device__ float __sinf(float x);
    __device__ float __cosf(float x);
    __device__ float __tanf(float x);

#define UNARY(F) __device__ float F##f(float x); __device__ double F(double x);
#define BINARY(F) __device__ float F##f(float x, float y); __device__ double F(double x, double y);
    UNARY(fabs) UNARY(floor) UNARY(ceil) UNARY(trunc) UNARY(rint) UNARY(rsqrt)
    UNARY(exp) UNARY(exp2) UNARY(log) UNARY(log2) UNARY(log10)
    UNARY(sin) UNARY(cos) UNARY(tan) UNARY(sinh) UNARY(cosh) UNARY(tanh) UNARY(asin) UNARY(acos) UNARY(atan)
    BINARY(pow) BINARY(atan2) BINARY(fmod) BINARY(copysign)
}
