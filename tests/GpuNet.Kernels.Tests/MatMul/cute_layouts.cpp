// What NVIDIA's CUTLASS says of layouts that tensor cores read and write: its CuTe headers, which run on the host.
//
//   clang++-19 -std=c++17 -w -I<CUTLASS 3.4.1> -I<libcu++> -I<CUDA 12.4> cute_layouts.cpp -o cute_layouts
//   ./cute_layouts | grep -v ^ERROR > cute-layouts.txt
//
// Debian has them as libcutlass-dev, libcu++-dev and nvidia-cuda-dev. Tests read cute-layouts.txt alone.
#include <cstdio>
#include <cute/tensor.hpp>
#include <cute/atom/mma_traits_sm80.hpp>
#include <cute/atom/mma_traits_sm90_gmma.hpp>
using namespace cute;

alignas(1024) static char memory[1 << 18];

// Where the numbers of a tile lie, of so many lines and 128 bytes of k in a swizzle of 128 bytes, and the descriptors of its quarters.
template <class T, class Atom, int Lines, GMMA::Major Order> void tile(const char* order)
{
    constexpr int Depth = 128 / sizeof(T);
    auto numbers = make_tensor(make_smem_ptr((T*)memory), tile_to_shape(Atom{}, Shape<Int<Lines>, Int<Depth>>{}, Step<_2, _1>{}));
    auto at = [&](int line, int step) { return (int)((char*)&numbers(line, step) - memory); };
    for (int line : { 0, 1, 7, 8, 9, 33, 63, 64, 71, 127, 128, 200, 255 })
        for (int step : { 0, 1, 3, 4, 7, 8, 9, 15, 16, 31, 32, 63 })
            if (line < Lines && step < Depth)
                printf("tile %s %d %d %d %d %d\n", order, (int)sizeof(T), Lines, line, step, at(line, step));
    auto quarters = local_tile(numbers, Shape<Int<Lines>, Int<Depth / 4>>{}, make_coord(_0{}, _));
    // Of addresses of shared memory it knows nothing here, and says so (ERROR): they are left out.
    auto descriptor = GMMA::make_gmma_desc<Order>(quarters(_, _, 0));
    int next = (int)((char*)raw_pointer_cast(quarters(_, _, 1).data()) - (char*)raw_pointer_cast(quarters(_, _, 0).data()));
    printf("descriptor %s %d %d %d %d %d %d %d\n", order, (int)sizeof(T), Lines, (int)descriptor.bitfield.layout_type_,
        (int)descriptor.bitfield.base_offset_, (int)descriptor.bitfield.stride_byte_offset_, (int)descriptor.bitfield.leading_byte_offset_, next / 16);
}

// Which line and step, or row and column, each value of each item is.
template <class Layout> void fragment(const char* name, int detail, int lines, Layout layout, bool some = false)
{
    for (int item = 0; item < size<0>(layout); item++)
        for (int value = 0; value < size<1>(layout); value++)
            if (!some || ((item < 6 || item % 29 == 8 || item == 127) && (value < 8 || value % 27 == 3)))
                printf("%s %d %d %d %d %d\n", name, detail, item, value, (int)layout(item, value) % lines, (int)layout(item, value) / lines);
}

int main()
{
    puts("# Written by cute_layouts.cpp.");
    tile<bfloat16_t, GMMA::Layout_K_SW128_Atom<bfloat16_t>, 64, GMMA::Major::K>("steps");
    tile<bfloat16_t, GMMA::Layout_K_SW128_Atom<bfloat16_t>, 256, GMMA::Major::K>("steps");
    tile<bfloat16_t, GMMA::Layout_MN_SW128_Atom<bfloat16_t>, 64, GMMA::Major::MN>("lines");
    tile<bfloat16_t, GMMA::Layout_MN_SW128_Atom<bfloat16_t>, 128, GMMA::Major::MN>("lines");
    tile<bfloat16_t, GMMA::Layout_MN_SW128_Atom<bfloat16_t>, 256, GMMA::Major::MN>("lines");
    tile<tfloat32_t, GMMA::Layout_K_SW128_Atom<tfloat32_t>, 256, GMMA::Major::K>("steps");
    fragment("sums", 128, 64, MMA_Traits<SM90_64x128x16_F32BF16BF16_SS<GMMA::Major::K, GMMA::Major::K>>::CLayout{}, true);
    fragment("sums", 256, 64, MMA_Traits<SM90_64x256x16_F32BF16BF16_SS<GMMA::Major::K, GMMA::Major::K>>::CLayout{}, true);
    using Narrow = MMA_Traits<SM80_16x8x16_F32BF16BF16F32_TN>;
    using Single = MMA_Traits<SM80_16x8x8_F32TF32TF32F32_TN>;
    fragment("a", 2, 16, Narrow::ALayout{});
    fragment("b", 2, 8, Narrow::BLayout{});
    fragment("c", 2, 16, Narrow::CLayout{});
    fragment("a", 4, 16, Single::ALayout{});
    fragment("b", 4, 8, Single::BLayout{});
    fragment("c", 4, 16, Single::CLayout{});
}
