// wgmma for the host, from NVIDIA's PTX ISA manual: "Asynchronous Warpgroup Level Matrix Instructions", "Matrix Descriptor Format",
// "Strides", "Register Fragments and Shared Memory Matrix Layouts". Four warps multiply 64 rows of A and N columns of B, 32 bytes of k
// deep, which lie in shared memory. They do so at any time until somebody waits: so what is there at the start must be there at the
// end, and until then the sums hold what nobody should read.

enum { FAKE_WARPGROUP = 128, FAKE_MOST_PRODUCTS = 16, FAKE_MOST_SUMS = 128, FAKE_MOST_DEPTH = 16 };

// A product of a warpgroup, as the first item to come to it has read it.
struct fake_product { long long number, a, b; int a_bits[64][FAKE_MOST_DEPTH], b_bits[2 * FAKE_MOST_SUMS][FAKE_MOST_DEPTH]; };
static fake_product fake_products[1024 / FAKE_WARPGROUP][FAKE_MOST_PRODUCTS];

// An item's products that nobody has waited for, and its sums as they are without them.
struct fake_pending { long long number; int group, columns, depth, trans_a, trans_b, keep; double (*convert)(int); };
static struct
{
    fake_pending products[FAKE_MOST_PRODUCTS];
    float *registers[FAKE_MOST_SUMS], sums[FAKE_MOST_SUMS];
    long long number;
    int count, group, is_fenced;
} fake_sums[1024];

// Where a number of an operand lies. Rows of 128 bytes, in which pieces of 16 bytes change places by three bits of the address.
static int fake_matrix_at(long long descriptor, int line, int step, bool is_transposed, int bytes)
{
    const long long known = 3ll << 62 | 7ll << 49 | 0x3fffll << 32 | 0x3fffll << 16 | 0x3fff;
    int start = (descriptor & 0x3fff) << 4, leading = (descriptor >> 16 & 0x3fff) << 4, stride = (descriptor >> 32 & 0x3fff) << 4;
    bool is_128_swizzle = (descriptor >> 62 & 3) == 1, starts_with_pattern = (descriptor >> 49 & 7) == 0;
    if ((descriptor & ~known) != 0 || !is_128_swizzle || !starts_with_pattern)
        fake_fault();
    int address = is_transposed ? start + line / 64 * leading + step / 8 * stride + step % 8 * 128 + line % 64 * bytes
        : start + line / 8 * stride + line % 8 * 128 + step * bytes;
    return address ^ (address >> 3 & 0x70);
}

static int fake_matrix_bits(long long descriptor, int line, int step, bool is_transposed, int bytes)
{
    int address = fake_matrix_at(descriptor, line, step, is_transposed, bytes), bits = 0;
    for (int byte = 0; byte < bytes; byte++)
        if (fake_unfenced[address + byte])
            fake_fault();
    memcpy(&bits, fake_shared_at(address, bytes), bytes);
    return bits;
}

// Reads the operands of a product; where an item has read them already, they must be the same.
static void fake_read_product(fake_product& product, const fake_pending& own, bool is_first)
{
    int bytes = 32 / own.depth;
    for (int step = 0; step < own.depth; step++)
    {
        for (int row = 0; row < 64; row++)
        {
            int bits = fake_matrix_bits(product.a, row, step, own.trans_a, bytes);
            if (!is_first && product.a_bits[row][step] != bits)
                fake_fault();
            product.a_bits[row][step] = bits;
        }
        for (int column = 0; column < own.columns; column++)
        {
            int bits = fake_matrix_bits(product.b, column, step, own.trans_b, bytes);
            if (!is_first && product.b_bits[column][step] != bits)
                fake_fault();
            product.b_bits[column][step] = bits;
        }
    }
}

static fake_product& fake_product_of(long long number) { return fake_products[fake_item() / FAKE_WARPGROUP][number % FAKE_MOST_PRODUCTS]; }

// Warps hold 16 rows each; lane l rows l / 4 and 8 below, columns l % 4 * 2 and the next one, of each eight.
static void fake_end_product(const fake_pending& pending)
{
    int item = fake_item();
    auto& own = fake_sums[item];
    auto& product = fake_product_of(pending.number);
    if (product.number != pending.number)
        fake_fault();
    // It takes long; who comes first and last must find the same.
    if (item % 32 == 0 || item % 32 == 31)
        fake_read_product(product, pending, false);
    for (int index = 0; index < pending.columns / 2; index++)
    {
        int row = item % FAKE_WARPGROUP / 32 * 16 + item % 32 / 4 + (index & 2) * 4, column = index / 4 * 8 + item % 4 * 2 + (index & 1);
        double sum = pending.keep ? own.sums[index] : 0;
        for (int step = 0; step < pending.depth; step++)
            sum += pending.convert(product.a_bits[row][step]) * pending.convert(product.b_bits[column][step]);
        own.sums[index] = (float)sum;
    }
}

// Ends all groups but the latest ones.
static void fake_end_products(int last_group)
{
    auto& own = fake_sums[fake_item()];
    int left = 0, columns = own.count > 0 ? own.products[0].columns : 0;
    for (int index = 0; index < own.count; index++)
        if (own.products[index].group > last_group)
            own.products[left++] = own.products[index];
        else
            fake_end_product(own.products[index]);
    own.count = left;
    for (int index = 0; left == 0 && index < columns / 2; index++)
        *own.registers[index] = own.sums[index];
}

static void ptx_wgmma_fence_sync_aligned()
{
    fake_wait(1);
    fake_sums[fake_item()].is_fenced = 1;
}
static void ptx_wgmma_commit_group_sync_aligned() { fake_sums[fake_item()].group++; }
static void ptx_wgmma_wait_group_sync_aligned(int pending) { fake_end_products(fake_sums[fake_item()].group - 1 - pending); }

static float* fake_register(float& sum) { return &sum; }
static float* fake_register(long long) { return nullptr; }

// The sums, two descriptors, whether to keep the sums, what to multiply both operands by, and which of them are transposed.
template <int Columns, int Depth, typename... Operands>
static void fake_wgmma(double (*convert)(int), Operands&... operands)
{
    const int count = Columns / 2, others = Depth == 16 ? 7 : 5;
    static_assert(sizeof...(operands) == count + others, "so many operands");
    float* registers[] = { fake_register(operands)... };
    long long numbers[] = { (long long)operands... };
    auto& own = fake_sums[fake_item()];
    if (fake_items() % FAKE_WARPGROUP != 0 || !own.is_fenced || own.count == FAKE_MOST_PRODUCTS || numbers[count + 3] != 1 || numbers[count + 4] != 1)
        fake_fault();
    fake_pending pending = { ++own.number, own.group, Columns, Depth, Depth == 16 && numbers[count + 5], Depth == 16 && numbers[count + others - 1], numbers[count + 2] != 0, convert };
    for (int index = 0; index < count; index++)
    {
        if (own.count > 0 && own.registers[index] != registers[index])
            fake_fault();
        if (own.count == 0)
            own.sums[index] = *registers[index];
        own.registers[index] = registers[index];
        *registers[index] = NAN;
    }
    own.products[own.count++] = pending;
    auto& product = fake_product_of(pending.number);
    if (product.number != pending.number)
    {
        product.number = pending.number, product.a = numbers[count], product.b = numbers[count + 1];
        fake_read_product(product, pending, true);
    }
    if (product.a != numbers[count] || product.b != numbers[count + 1])
        fake_fault();
}

#define WGMMA(COLUMNS, DEPTH, TYPE) \
    template <typename... Operands> \
    static void ptx_wgmma_mma_async_sync_aligned_m64n##COLUMNS##k##DEPTH##_f32_##TYPE##_##TYPE(Operands&&... operands) \
    { \
        fake_wgmma<COLUMNS, DEPTH>(fake_##TYPE, operands...); \
    }
WGMMA(128, 16, bf16)
WGMMA(256, 16, bf16)
WGMMA(128, 16, f16)
WGMMA(256, 16, f16)
WGMMA(128, 8, tf32)
WGMMA(256, 8, tf32)
