// Makes clang write the instructions of PTX that have functions of its own or operators of C, each once: the forms that it
// uses are what the engine's own PTX is compared with.
typedef unsigned long long ulong;

extern "C" __attribute__((global)) void instructions(float* f, double* d, int* i, unsigned* n, long long* l, ulong* m, signed char* c, short* s)
{
    f[0] = f[1] / f[2];
    d[0] = d[1] / d[2];
    f[3] = __nvvm_sqrt_rn_f(f[4]);
    d[3] = __nvvm_sqrt_rn_d(d[4]);
    f[5] = __nvvm_rcp_rn_f(f[6]);
    d[5] = __nvvm_rcp_rn_d(d[6]);
    f[7] = __nvvm_ex2_approx_f(f[8]);
    f[9] = __nvvm_lg2_approx_f(f[10]);
    f[11] = __nvvm_sin_approx_f(f[12]);
    f[13] = __nvvm_cos_approx_f(f[14]);
    f[15] = __nvvm_rsqrt_approx_f(f[16]);
    f[17] = __builtin_fmaf(f[18], f[19], f[20]);
    d[7] = __builtin_fma(d[8], d[9], d[10]);
    f[21] = __builtin_floorf(f[22]);
    f[23] = __builtin_ceilf(f[24]);
    f[25] = __builtin_truncf(f[26]);
    f[27] = __builtin_rintf(f[28]);
    d[11] = __builtin_floor(d[12]);
    d[13] = __builtin_ceil(d[14]);
    d[15] = __builtin_trunc(d[16]);
    d[17] = __builtin_rint(d[18]);

    i[0] = (int)f[29], i[1] = (int)d[19], l[0] = (long long)f[30], l[1] = (long long)d[20];
    n[0] = (unsigned)f[31], n[1] = (unsigned)d[21], m[0] = (ulong)f[32], m[1] = (ulong)d[22];
    f[33] = (float)i[2], f[34] = (float)l[2], f[35] = (float)n[2], f[36] = (float)m[2], f[37] = (float)d[23];
    d[24] = i[3], d[25] = (double)l[3], d[26] = n[3], d[27] = (double)m[3], d[28] = f[38];

    i[4] = i[5] / i[6], i[7] = i[8] % i[9], n[4] = n[5] / n[6], n[7] = n[8] % n[9];
    l[4] = l[5] / l[6], l[7] = l[8] % l[9], m[4] = m[5] / m[6], m[7] = m[8] % m[9];
    i[10] = __builtin_popcount(n[10]);
    i[11] = __builtin_popcountll(m[10]);
    i[12] = __builtin_clz(n[11]);
    i[13] = __builtin_clzll(m[11]);
    n[12] = __builtin_bitreverse32(n[13]);
    m[12] = __builtin_bitreverse64(m[13]);
    i[14] = c[0], i[15] = s[0], c[1] = (signed char)i[16], s[1] = (short)i[17];

    long long numbers[4] = { l[10] >> i[32], l[11], l[12], l[13] };
    numbers[i[33]] = 0;
    l[14] = numbers[i[34]];

    i[18] = __nvvm_bar0_popc(i[19]);
    i[20] = __nvvm_shfl_sync_up_i32(-1, i[21], i[22], 0);
    i[23] = __nvvm_shfl_sync_down_i32(-1, i[24], i[25], 31);
    i[26] = __nvvm_shfl_sync_idx_i32(-1, i[27], i[28], 31);
    i[29] = __nvvm_shfl_sync_bfly_i32(-1, i[30], i[31], 31);
    __nvvm_bar_warp_sync(-1);
    __nvvm_membar_cta();
    __nvvm_membar_gl();
    __nvvm_membar_sys();
}

// Arithmetic, and the kinds of memory.
extern "C" __attribute__((global)) void basics(float f, double d, int i, unsigned n, long long l, ulong m, float* fs, double* ds, int* is, unsigned* ns, long long* ls, ulong* ms)
{
    fs[0] = f + fs[1], fs[2] = f - fs[3], fs[4] = f * fs[5], fs[6] = -f;
    ds[0] = d + ds[1], ds[2] = d - ds[3], ds[4] = d * ds[5], ds[6] = -d, ds[7] = __builtin_fabs(ds[8]);
    is[0] = i + is[1], is[2] = i - is[3], is[4] = i * is[5], is[6] = -i, is[7] = i << (n & 31), is[8] = i >> (n & 31);
    is[9] = i < is[10] ? i : is[10], is[11] = i > is[12] ? i : is[12];
    ns[0] = n >> (i & 31), ns[1] = __nvvm_read_ptx_sreg_tid_x();
    ls[0] = l - ls[1], ls[2] = l * ls[3], ls[4] = -l, ls[5] = l << (n & 63), ls[6] = i;
    ms[0] = m >> (n & 63);

    static __attribute__((shared)) float sharedFloats[64];
    static __attribute__((shared)) double sharedDoubles[64];
    static __attribute__((shared)) unsigned sharedWords[64];
    static __attribute__((shared)) unsigned short sharedHalves[64];
    sharedFloats[i] = f, sharedDoubles[i] = d, sharedWords[i] = n, sharedHalves[i] = (unsigned short)n;
    __nvvm_bar_sync(0);
    fs[8] = sharedFloats[n], ds[9] = sharedDoubles[n], ns[2] = sharedWords[i + 1], ns[3] = sharedHalves[i + 1];
    *(void**)(ms + 4) = (void*)&sharedWords[n];

    float floats[4] = { fs[9], fs[10], fs[11], fs[12] };
    double doubles[4] = { ds[10], ds[11], ds[12], ds[13] };
    floats[i] = f, doubles[i] = d;
    fs[13] = floats[n], ds[14] = doubles[n];
}
