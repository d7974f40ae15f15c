// What translated PTX does with registers and memory on the host; see ptx.py. Behind host_builtins.h.
#include <stdint.h>
template <typename T, typename U> static T bits(U value) { static_assert(sizeof(T) == sizeof(U)); T result; memcpy(&result, &value, sizeof(T)); return result; }
// A register read as another type: the same bits, or the low ones.
template <typename T, typename U> static T as(U value) { T result; memcpy(&result, &value, sizeof(T)); return result; }
// A value put into a register: the same bits, or extended.
template <typename R, typename T> static R put(T value)
{
    if constexpr (sizeof(R) == sizeof(T)) return bits<R>(value);
    else return (R)value;
}
template <typename T> static T load(uint64_t at) { return *(volatile T*)at; }
template <typename T> static void store(uint64_t at, T value) { *(volatile T*)at = value; }
template <unsigned N> static uint64_t aligned(uint64_t at) { if (at % N != 0) __builtin_trap(); return at; }
// Conversions to integers stop at the ends of the range. NaN gives 0, but with 64 bits on one side the top bit.
template <typename T, typename F> static T clamp(F value)
{
    const bool is_signed = (T)-1 < (T)0;
    const T least = is_signed ? (T)((T)1 << (8 * sizeof(T) - 1)) : (T)0, most = (T)~least;
    if (value != value) return sizeof(T) == 8 || sizeof(F) == 8 ? (T)((T)1 << (8 * sizeof(T) - 1)) : (T)0;
    const F limit = (F)(is_signed ? -(F)least : 2 * (F)((T)1 << (8 * sizeof(T) - 1)));
    if (value >= limit) return most;
    if (value <= (is_signed ? -limit : (F)0)) return least;
    return (T)value;
}
// The pseudocode of shfl.sync in the manual.
static uint32_t shuffle(uint32_t value, char mode, uint32_t b, uint32_t c)
{
    int lane = fake_item() & 31, bval = b & 31, cval = c & 31, mask = (c >> 8) & 31, j = 0;
    int max_lane = (lane & mask) | (cval & ~mask), min_lane = lane & mask;
    bool is_there = true;
    switch (mode)
    {
    case 'u': j = lane - bval; is_there = j >= max_lane; break;
    case 'd': j = lane + bval; is_there = j <= max_lane; break;
    case 'b': j = lane ^ bval; is_there = j <= max_lane; break;
    case 'i': j = min_lane | (bval & ~mask); is_there = j <= max_lane; break;
    }
    return fake_lane(value, is_there ? j : lane);
}
// Shared memory has numbers below all pointers of the host.
static uint64_t shared_number(uint64_t pointer) { long long number; ptx_cvta_to_shared_u64(number, (long long)pointer); return (uint64_t)number; }
static uint64_t shared_place(uint64_t at) { return at < (uint64_t)FAKE_SHARED_ADDRESSES ? (uint64_t)fake_shared_at((int)at, 1) : at; }
