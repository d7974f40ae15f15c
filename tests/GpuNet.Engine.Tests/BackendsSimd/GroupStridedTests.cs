using GpuNet.Engine.Tests.Frontend;
using ILGPU;

namespace GpuNet.Engine.Tests.BackendsSimd;

/// <summary>
/// Loops in which the items of a group share out a row, <c>for (i = Group.IdxX; i &lt; n; i += Group.DimX)</c>: lanes go
/// together until the last round, and whatever they do then, all ways to run a kernel must agree.
/// </summary>
public sealed class GroupStridedTests
{
    private const int Longest = 200;

    private static float[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(i => (i * 37 % 101 - 50) * 0.375f)];

    /// <summary>Group sizes that are and are not made of full vectors; lengths that are and are not.</summary>
    public static TheoryData<int, int> Shapes =>
        new() { { 1, 20 }, { 7, 77 }, { 16, 0 }, { 16, 15 }, { 16, 64 }, { 16, 77 }, { 24, Longest }, { 32, 1 }, { 100, 77 } };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Rows_are_summed_as_trees(int items, int length) =>
        KernelCheck.Groups((3, 1, 1), (items, 1, 1), SumRow, Numbers(3 * Longest), new float[3], length);

    private static void SumRow(ArrayView<float> x, ArrayView<float> sums, int length)
    {
        var lanes = SharedMemory.Allocate<float>(64);
        int start = Grid.IdxX * length;
        for (int lane = Group.IdxX; lane < 64; lane += Group.DimX)
        {
            float sum = 0;
            for (int c = start + lane; c < start + length; c += 64)
                sum += x[c];
            lanes[lane] = sum;
        }
        for (int half = 32; half > 0; half /= 2)
        {
            Group.Barrier();
            for (int lane = Group.IdxX; lane < half; lane += Group.DimX)
                lanes[lane] += lanes[lane + half];
        }
        Group.Barrier();
        if (Group.IdxX == 0)
            sums[Grid.IdxX] = lanes[0];
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Lanes_break_and_continue_by_what_they_find(int items, int length) =>
        KernelCheck.Groups((2, 1, 1), (items, 1, 1), Search, Numbers(Longest), new int[2 * items], new float[2 * items], length);

    private static void Search(ArrayView<float> x, ArrayView<int> places, ArrayView<float> sums, int length)
    {
        int found = -1;
        float sum = 0;
        for (int c = Group.IdxX; c < length; c += Group.DimX)
        {
            if (x[c] > 17)
            {
                found = c;
                break;
            }
            if (x[c] < -10)
                continue;
            sum += x[c];
        }
        int i = Grid.GlobalIndex.X;
        places[i] = found;
        sums[i] = sum;
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Loops_may_run_down_end_early_and_carry_values_out(int items, int length) =>
        KernelCheck.Groups((2, 1, 1), (items, 1, 1), Downward, Numbers(Longest), new float[2 * items], new int[2 * items], length, 2 * items - 5);

    private static void Downward(ArrayView<float> x, ArrayView<float> y, ArrayView<int> ends, int length, int count)
    {
        int i = Grid.GlobalIndex.X;
        if (i >= count)
            return;
        float sum = 0;
        int c = length - 1 - Group.IdxX;
        for (; c >= 0; c -= Group.DimX)
            sum = sum * 0.5f + x[c];
        y[i] = sum;
        ends[i] = c;
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Barriers_stand_in_uniform_loops_around_them(int items, int length) =>
        KernelCheck.Groups((2, 1, 1), (items, 1, 1), Smooth, Numbers(2 * Longest), length, 3);

    private static void Smooth(ArrayView<float> x, int length, int rounds)
    {
        var row = SharedMemory.Allocate<float>(Longest + 2);
        int start = Grid.IdxX * length;
        float carried = Group.IdxX;
        for (int round = 0; round < rounds; round++)
        {
            for (int c = Group.IdxX; c < length; c += Group.DimX)
                row[c + 1] = x[start + c] + carried;
            Group.Barrier();
            for (int c = Group.IdxX; c < length; c += Group.DimX)
            {
                x[start + c] = 0.5f * row[c + 1] + 0.25f * (c == 0 ? 0 : row[c]) + 0.25f * (c + 1 == length ? 0 : row[c + 2]);
                carried += row[c + 1];
            }
            Group.Barrier();
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Columns_of_two_dimensional_groups_have_their_own_tails(int items, int length) =>
        KernelCheck.Groups((1, 2, 1), (items, 3, 1), Guarded, Numbers(Longest * 4), new float[Longest * 4], length, 4);

    private static void Guarded(ArrayView<float> x, ArrayView<float> y, int columns, int rows)
    {
        int row = Grid.IdxY * Group.DimY + Group.IdxY;
        for (long c = Group.IdxX; c < columns; c += Group.DimX)
        {
            float value = -1;
            if (row < rows & c + 1 < columns)
                value = x[row * columns + c + 1];
            if (row < rows)
                y[row * columns + c] = value;
        }
    }

    [Theory]
    [InlineData(16), InlineData(20)]
    public void Counters_that_wrap_part_lanes_where_they_wrap(int items) =>
        KernelCheck.Groups((1, 1, 1), (items, 1, 1), Wrap, new int[items], new int[items], new int[items], int.MaxValue - 40, long.MaxValue - 40);

    private static void Wrap(ArrayView<int> up, ArrayView<int> down, ArrayView<int> wide, int first, long wideFirst)
    {
        int i = Group.IdxX, count = 0;
        for (int c = first + i; c > 0; c += Group.DimX)
            count++;
        up[i] = count;
        count = 0;
        for (int c = -first - i; c < 0; c -= Group.DimX)
            count++;
        down[i] = count;
        count = 0;
        for (long c = wideFirst + i; c > 0; c += Group.DimX)
            count++;
        wide[i] = count;
    }

    [Theory]
    [InlineData(16, 1), InlineData(16, 3), InlineData(12, 5), InlineData(32, -2)]
    public void Strides_may_be_known_at_launch_only(int items, int stride) =>
        KernelCheck.Groups((1, 1, 1), (items, 1, 1), Strided, Numbers(Longest), new float[items], stride, 50);

    private static void Strided(ArrayView<float> x, ArrayView<float> y, int stride, int length)
    {
        float sum = 0;
        for (int c = Group.IdxX * stride; c < length & c > -length; c += Group.DimX * stride)
            sum += x[c + 100];
        y[Group.IdxX] = sum;
    }

    [Theory]
    [InlineData(16), InlineData(64), InlineData(20)]
    public void Items_split_into_segments_and_places_in_them(int items)
    {
        KernelCheck.Groups((1, 1, 1), (items, 1, 1), Segments, Numbers(Longest), new float[64], new int[4 * items], Longest - 3);
        KernelCheck.Groups((1, 1, 1), (items, 1, 1), Segments, Numbers(Longest), new float[64], new int[4 * items], -3);
    }

    private static void Segments(ArrayView<float> x, ArrayView<float> y, ArrayView<int> parts, int length)
    {
        int segment = (length + 63) / 64 * 16;
        for (int lane = Group.IdxX; lane < 64; lane += Group.DimX)
        {
            float sum = 0;
            for (int i = (lane >> 4) * segment + (lane & 15); i < IntrinsicMath.Min((lane >> 4) * segment + segment, length); i += 16)
                sum += x[i];
            y[lane] = sum;
        }
        int below = Group.IdxX - 32;
        parts[4 * Group.IdxX] = Group.IdxX / 16 * 100 + Group.IdxX % 16;
        parts[4 * Group.IdxX + 1] = below / 16 * 100 + below % 16;
        parts[4 * Group.IdxX + 2] = (below >> 4) * 100 + (below & 15);
        parts[4 * Group.IdxX + 3] = (Group.IdxX >> 2) * 100 + (Group.IdxX & 7);
    }
}
