// What AMD's OpenCL driver has built in, as far as generated kernels call it, by what clang has for AMD's GPUs: kernels
// compile to whole machine code without the driver's libraries. The functions of the device's own math are declared only.
typedef unsigned char uchar;
typedef unsigned short ushort;
typedef unsigned int uint;
typedef unsigned long ulong;
typedef ulong size_t;

#define OVERLOADED static inline __attribute__((overloadable, always_inline))
#define VECTORS(type) \
    typedef type type##2 __attribute__((ext_vector_type(2))); \
    typedef type type##4 __attribute__((ext_vector_type(4)));
VECTORS(char) VECTORS(short) VECTORS(int) VECTORS(long) VECTORS(float)
#pragma OPENCL EXTENSION cl_khr_fp64 : enable
VECTORS(double)

OVERLOADED size_t get_local_id(uint dimension)
{
    return dimension == 0 ? __builtin_amdgcn_workitem_id_x() : dimension == 1 ? __builtin_amdgcn_workitem_id_y() : __builtin_amdgcn_workitem_id_z();
}

OVERLOADED size_t get_group_id(uint dimension)
{
    return dimension == 0 ? __builtin_amdgcn_workgroup_id_x() : dimension == 1 ? __builtin_amdgcn_workgroup_id_y() : __builtin_amdgcn_workgroup_id_z();
}

OVERLOADED size_t get_local_size(uint dimension)
{
    return dimension == 0 ? __builtin_amdgcn_workgroup_size_x() : dimension == 1 ? __builtin_amdgcn_workgroup_size_y() : __builtin_amdgcn_workgroup_size_z();
}

OVERLOADED size_t get_num_groups(uint dimension)
{
    return dimension == 0 ? __builtin_amdgcn_grid_size_x() / __builtin_amdgcn_workgroup_size_x()
        : dimension == 1 ? __builtin_amdgcn_grid_size_y() / __builtin_amdgcn_workgroup_size_y()
        : __builtin_amdgcn_grid_size_z() / __builtin_amdgcn_workgroup_size_z();
}

// A launch may have an offset, which the driver adds: one of the hidden arguments.
OVERLOADED size_t get_global_id(uint dimension)
{
    __constant const ulong* offsets = (__constant const ulong*)((__constant const char*)__builtin_amdgcn_implicitarg_ptr() + 40);
    return get_group_id(dimension) * get_local_size(dimension) + get_local_id(dimension) + offsets[dimension];
}

#define CLK_LOCAL_MEM_FENCE 1
#define CLK_GLOBAL_MEM_FENCE 2
#define mem_fence(flags) __builtin_amdgcn_fence(__ATOMIC_ACQ_REL, "workgroup")
OVERLOADED __attribute__((convergent)) void barrier(uint flags)
{
    __builtin_amdgcn_fence(__ATOMIC_RELEASE, "workgroup");
    __builtin_amdgcn_s_barrier();
    __builtin_amdgcn_fence(__ATOMIC_ACQUIRE, "workgroup");
}

#define ACCESS(type, count, space) \
    OVERLOADED type##count vload##count(size_t offset, const space type* p) \
    { \
        typedef type##count packed __attribute__((aligned(sizeof(type)))); \
        return *(const space packed*)(p + count * offset); \
    } \
    OVERLOADED void vstore##count(type##count value, size_t offset, space type* p) \
    { \
        typedef type##count packed __attribute__((aligned(sizeof(type)))); \
        *(space packed*)(p + count * offset) = value; \
    }
#define ACCESSES(type) ACCESS(type, 2, __global) ACCESS(type, 4, __global) ACCESS(type, 2, __local) ACCESS(type, 4, __local)
ACCESSES(char) ACCESSES(short) ACCESSES(int) ACCESSES(long) ACCESSES(float) ACCESSES(double)

#define as_int(x) __builtin_astype(x, int)
#define as_long(x) __builtin_astype(x, long)
#define as_float(x) __builtin_astype(x, float)
#define as_double(x) __builtin_astype(x, double)

#define EXACT(name, builtin) \
    OVERLOADED float name(float x) { return builtin##f(x); } \
    OVERLOADED double name(double x) { return builtin(x); }
EXACT(fabs, __builtin_fabs)
EXACT(sqrt, __builtin_sqrt)
EXACT(floor, __builtin_floor)
EXACT(ceil, __builtin_ceil)
EXACT(trunc, __builtin_trunc)
EXACT(rint, __builtin_rint)
OVERLOADED float fma(float x, float y, float z) { return __builtin_fmaf(x, y, z); }
OVERLOADED double fma(double x, double y, double z) { return __builtin_fma(x, y, z); }

#define INTEGERS(type) \
    OVERLOADED type min(type x, type y) { return x < y ? x : y; } \
    OVERLOADED type max(type x, type y) { return x > y ? x : y; }
INTEGERS(int) INTEGERS(uint) INTEGERS(long) INTEGERS(ulong)
OVERLOADED uint popcount(uint x) { return __builtin_popcount(x); }
OVERLOADED ulong popcount(ulong x) { return __builtin_popcountl(x); }
OVERLOADED int clz(int x) { return x ? __builtin_clz(x) : 32; }
OVERLOADED long clz(long x) { return x ? __builtin_clzl(x) : 64; }
OVERLOADED uint abs(int x) { return x < 0 ? -(uint)x : x; }
OVERLOADED ulong abs(long x) { return x < 0 ? -(ulong)x : x; }

#define DECLARED(name) \
    float __attribute__((overloadable, const)) name(float); \
    double __attribute__((overloadable, const)) name(double);
DECLARED(exp) DECLARED(exp2) DECLARED(log) DECLARED(log2) DECLARED(log10) DECLARED(rsqrt) DECLARED(sin) DECLARED(cos) DECLARED(tan)
DECLARED(asin) DECLARED(acos) DECLARED(atan) DECLARED(sinh) DECLARED(cosh) DECLARED(tanh)
#define DECLARED2(name) \
    float __attribute__((overloadable, const)) name(float, float); \
    double __attribute__((overloadable, const)) name(double, double);
DECLARED2(pow) DECLARED2(fmod) DECLARED2(atan2)
