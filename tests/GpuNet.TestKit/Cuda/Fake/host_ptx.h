// Instructions of PTX for the host, as functions of their operands, from the tables of NVIDIA's PTX ISA manual: "Matrix Fragments
// for mma.m16n8k8" and "mma.m16n8k16", "ldmatrix", "cp.async". Whole warps take part; what other items hold comes by fake_lane.
#include <stdint.h>

enum { FAKE_SHARED_ADDRESSES = 1 << 18, FAKE_MOST_COPIES = 256, FAKE_MOST_STEPS = 16 };

// Addresses of shared memory: static first, then dynamic from here on. 16 bytes is all that it is aligned to.
static int fake_dynamic_start() { return (fake_shared_bytes() + 1023) / 1024 * 1024 + 16; }

static void fake_fault() { __builtin_trap(); }

static void ptx_cvta_to_shared_u64(long long& result, long long generic)
{
    auto address = (unsigned char*)generic;
    if (__start_fake_shared && address >= __start_fake_shared && address < __stop_fake_shared)
        result = address - __start_fake_shared;
    else if (address >= dynamic_shared && address < dynamic_shared + sizeof dynamic_shared)
        result = fake_dynamic_start() + (address - dynamic_shared);
    else
        fake_fault();
}

// Where shared memory lies on the host; accesses are aligned, and stay within it.
static unsigned char* fake_shared_at(int address, int bytes)
{
    if (address % bytes != 0 || address < 0)
        fake_fault();
    if (address >= fake_dynamic_start())
    {
        if (address - fake_dynamic_start() + bytes > (int)sizeof dynamic_shared)
            fake_fault();
        return dynamic_shared + (address - fake_dynamic_start());
    }
    if (address + bytes > fake_shared_bytes())
        fake_fault();
    return __start_fake_shared + address;
}

static unsigned char* fake_global_at(long long address, int bytes)
{
    if (address % bytes != 0)
        fake_fault();
    return (unsigned char*)address;
}

static void ptx_cvt_u32_u64(int& result, long long value) { result = (int)value; }
static void ptx_mov_u32(int& result, int value) { result = value; }
static void ptx_mov_b32(int& result, int value) { result = value; }
static void ptx_mov_f32(float& result, float value) { result = value; }
static void ptx_setp_ne_b32(bool& result, int a, int b) { result = a != b; }
static int ptx_laneid() { return fake_item() & 31; }
static void ptx_add_s32(int& result, int a, int b) { result = (int)((unsigned)a + (unsigned)b); }

// What the tensor cores of 9.0 read from shared memory by themselves, they read through another proxy: what an item has written
// as all instructions do, it has to fence before. For each byte, whether one has not.
static unsigned char fake_unfenced[FAKE_SHARED_ADDRESSES];
static struct { int places[FAKE_MOST_COPIES], count; } fake_writes[1024];

static void fake_shared_written(int address, int bytes)
{
    auto& own = fake_writes[fake_item()];
    memset(fake_unfenced + address, 1, bytes);
    if (own.count < FAKE_MOST_COPIES)
        own.places[own.count++] = address;
}
static void fake_global_written(long long, int) {}

static void ptx_fence_proxy_async_shared__cta()
{
    auto& own = fake_writes[fake_item()];
    while (own.count > 0)
        memset(fake_unfenced + own.places[--own.count], 0, 16);
}

#define WIDE(SPACE, SUFFIX, T) \
    static void ptx_ld_##SPACE##_v4_##SUFFIX(T& x, T& y, T& z, T& w, long long address) \
    { \
        T values[4]; \
        memcpy(values, fake_##SPACE##_at(address, 16), 16); \
        x = values[0], y = values[1], z = values[2], w = values[3]; \
    } \
    static void ptx_st_##SPACE##_v4_##SUFFIX(long long address, T x, T y, T z, T w) \
    { \
        T values[4] = { x, y, z, w }; \
        memcpy(fake_##SPACE##_at(address, 16), values, 16); \
        fake_##SPACE##_written(address, 16); \
    }
WIDE(global, f32, float)
WIDE(shared, f32, float)
WIDE(global, b32, int)
WIDE(shared, b32, int)

static void ptx_st_shared_v2_f32(int address, float x, float y)
{
    float values[2] = { x, y };
    memcpy(fake_shared_at(address, 8), values, 8);
}

// Copies that an item has started and not waited for. They are made as late as they may be; until then their places hold what
// nobody should read.
struct fake_copy { unsigned char *target, *source; int address, bytes, read, group; };
static struct { fake_copy copies[FAKE_MOST_COPIES]; int count, group; } fake_copies[1024];

static void fake_start_copy(int target, long long source, int bytes, int read)
{
    auto& own = fake_copies[fake_item()];
    if (own.count == FAKE_MOST_COPIES || read < 0 || read > bytes)
        fake_fault();
    fake_copy copy = { fake_shared_at(target, bytes), fake_global_at(source, bytes), target, bytes, read, own.group };
    memset(copy.target, 0xFF, bytes);
    own.copies[own.count++] = copy;
}

// Ends all groups but the latest ones.
static void fake_end_copies(int last_group)
{
    auto& own = fake_copies[fake_item()];
    int left = 0;
    for (int index = 0; index < own.count; index++)
    {
        auto& copy = own.copies[index];
        if (copy.group > last_group)
        {
            own.copies[left++] = copy;
            continue;
        }
        memcpy(copy.target, copy.source, copy.read);
        memset(copy.target + copy.read, 0, copy.bytes - copy.read);
        fake_shared_written(copy.address, copy.bytes);
    }
    own.count = left;
}

static void ptx_cp_async_cg_shared_global(int target, long long source, int bytes, int read = 16)
{
    if (bytes != 16)
        fake_fault();
    fake_start_copy(target, source, bytes, read);
}
static void ptx_cp_async_ca_shared_global(int target, long long source, int bytes) { fake_start_copy(target, source, bytes, bytes); }
static void ptx_cp_async_commit_group() { fake_copies[fake_item()].group++; }
static void ptx_cp_async_wait_group(int pending) { fake_end_copies(fake_copies[fake_item()].group - 1 - pending); }
static void ptx_cp_async_wait_all() { fake_end_copies(fake_copies[fake_item()].group); }

// ldmatrix: lanes 0-7 hold the addresses of the rows of the first matrix, 8-15 of the second one, and so on. Each row is 16 bytes.
// Lane l gets elements (l / 4, l % 4 * 2) and the one right of it; transposed, (l % 4 * 2, l / 4) and the one below.
static int fake_addresses[2][1024];
static unsigned char fake_turn[1024];

// Two sets of what lanes hold take turns: whoever is here again has waited for all to have read the set before.
static int fake_next_turn() { return fake_turn[fake_item()]++ & 1; }

template <bool Transposed> static void fake_ldmatrix(int* results, int count, int address)
{
    int item = fake_item(), lane = item & 31;
    int* addresses = fake_addresses[fake_next_turn()];
    addresses[item] = address;
    fake_wait(1);
    for (int matrix = 0; matrix < count; matrix++)
    {
        unsigned short halves[2];
        for (int half = 0; half < 2; half++)
        {
            int row = Transposed ? lane % 4 * 2 + half : lane / 4;
            int column = Transposed ? lane / 4 : lane % 4 * 2 + half;
            memcpy(&halves[half], fake_shared_at(addresses[item - lane + matrix * 8 + row], 16) + column * 2, 2);
        }
        results[matrix] = halves[0] | halves[1] << 16;
    }
}
#define LDMATRIX(NAME, TRANSPOSED) \
    static void ptx_ldmatrix_sync_aligned_m8n8_x2_##NAME(int& a, int& b, int address) \
    { \
        int results[2]; \
        fake_ldmatrix<TRANSPOSED>(results, 2, address); \
        a = results[0], b = results[1]; \
    } \
    static void ptx_ldmatrix_sync_aligned_m8n8_x4_##NAME(int& a, int& b, int& c, int& d, int address) \
    { \
        int results[4]; \
        fake_ldmatrix<TRANSPOSED>(results, 4, address); \
        a = results[0], b = results[1], c = results[2], d = results[3]; \
    }
LDMATRIX(shared_b16, false)
LDMATRIX(trans_shared_b16, true)

// The numbers that tensor cores multiply.
static double fake_bf16(int bits) { return fake_bits<float>((int)((unsigned)bits << 16)); }
static double fake_f16(int bits)
{
    int exponent = bits >> 10 & 31, fraction = bits & 1023;
    double magnitude = exponent == 31 ? (fraction ? NAN : INFINITY)
        : exponent == 0 ? ldexp(fraction, -24) : ldexp(1024 + fraction, exponent - 25);
    return bits & 0x8000 ? -magnitude : magnitude;
}
// The lower 13 bits are not there for the device.
static double fake_tf32(int bits) { return fake_bits<float>((int)(bits & 0xffffe000)); }

static void ptx_cvt_rna_tf32_f32(int& result, float value)
{
    unsigned bits = fake_bits<unsigned>(value);
    result = (bits & 0x7f800000) == 0x7f800000 ? bits : (bits + 0x1000) & 0xffffe000;
}

// mma: with group = lane / 4 and place = lane % 4, a lane holds of A rows group and group + 8, of B column group, of C and D
// rows group and group + 8, columns place * 2 and the next one. Along k, registers of A are (rows g, g + 8) by (first half of k,
// second half); of B, by halves of k. Of 16-bit numbers a register holds k = place * 2 and the next one, of tf32 k = place.
static struct { int a[32][4], b[32][2]; } fake_matrices[2][32];

template <int PerRegister, typename Convert>
static void fake_mma(float* d, const int* a, int a_count, const int* b, int b_count, const float* c, Convert convert)
{
    int item = fake_item(), lane = item & 31;
    auto& warp = fake_matrices[fake_next_turn()][item >> 5];
    memcpy(warp.a[lane], a, a_count * sizeof(int));
    memcpy(warp.b[lane], b, b_count * sizeof(int));
    fake_wait(1);
    int steps_of_half = 4 * PerRegister;
    for (int index = 0; index < 4; index++)
    {
        int row = lane / 4 + (index >= 2 ? 8 : 0), column = lane % 4 * 2 + index % 2;
        double sum = c[index];
        for (int k = 0; k < steps_of_half * b_count; k++)
        {
            int half = k / steps_of_half, place = k % steps_of_half / PerRegister, part = k % PerRegister;
            int in_a = warp.a[row % 8 * 4 + place][half * 2 + row / 8], in_b = warp.b[column * 4 + place][half];
            if (PerRegister == 2)
                in_a = in_a >> part * 16 & 0xffff, in_b = in_b >> part * 16 & 0xffff;
            sum += convert(in_a) * convert(in_b);
        }
        d[index] = (float)sum;
    }
}

#define MMA(SHAPE, TYPE, PER_REGISTER) \
    static void ptx_mma_sync_aligned_##SHAPE##_row_col_f32_##TYPE##_##TYPE##_f32( \
        float& d0, float& d1, float& d2, float& d3, int a0, int a1, int a2, int a3, int b0, int b1, float c0, float c1, float c2, float c3) \
    { \
        int a[] = { a0, a1, a2, a3 }, b[] = { b0, b1 }; \
        float c[] = { c0, c1, c2, c3 }, d[4]; \
        fake_mma<PER_REGISTER>(d, a, 4, b, 2, c, fake_##TYPE); \
        d0 = d[0], d1 = d[1], d2 = d[2], d3 = d[3]; \
    }
MMA(m16n8k16, bf16, 2)
MMA(m16n8k16, f16, 2)
MMA(m16n8k8, tf32, 1)

#include "host_wgmma.h"
