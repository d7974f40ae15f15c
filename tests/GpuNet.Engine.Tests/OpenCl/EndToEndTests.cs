using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.OpenCL;

namespace GpuNet.Engine.Tests.OpenCl;

/// <summary>C# kernels through the whole engine on the first OpenCL device.</summary>
public sealed class EndToEndTests : IDisposable
{
    private const int Tile = 16;

    private readonly Context context;
    private readonly CLAccelerator accelerator;

    public EndToEndTests()
    {
        _ = ClTestDevice.Required();
        context = Context.Create(builder => builder.OpenCL().Profiling());
        accelerator = context.CreateCLAccelerator(0);
    }

    public void Dispose() => context.Dispose();

    private static void Axpy(Index1D i, ArrayView<float> x, ArrayView<float> y, float a) => y[i] = a * x[i] + y[i];

    [Fact]
    public void Auto_grouped_kernel_covers_exactly_its_extent()
    {
        var kernel = accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<float>, ArrayView<float>, float>(Axpy);
        foreach (int length in (int[])[1, 7, 64, 1000, 100_003])
        {
            float[] x = [.. Enumerable.Range(0, length).Select(i => i * 0.5f)];
            float[] y = [.. Enumerable.Range(0, length).Select(i => (float)-i)];
            using var dx = accelerator.Allocate1D(x);
            using var dy = accelerator.Allocate1D(y);
            kernel(length, dx.View, dy.View, 3f);
            accelerator.Synchronize();
            Assert.Equal(x.Zip(y, (a, b) => 3f * a + b), dy.GetAsArray1D());
        }
    }

    [Fact]
    public void Sub_views_start_where_they_say()
    {
        var kernel = accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<float>, ArrayView<float>, float>(Axpy);
        using var x = accelerator.Allocate1D<float>([1, 2, 3, 4, 5, 6, 7, 8]);
        using var y = accelerator.Allocate1D<float>([0, 0, 0, 0, 0, 0, 0, 0]);
        kernel(3, x.View.SubView(1, 3), y.View.SubView(5, 3), 10f);
        Assert.Equal([0, 0, 0, 0, 0, 20, 30, 40], y.GetAsArray1D());
    }

    private static void TiledMultiply(ArrayView2D<float, Stride2D.DenseX> a, ArrayView2D<float, Stride2D.DenseX> b, ArrayView2D<float, Stride2D.DenseX> c)
    {
        var left = SharedMemory.Allocate2D<float, Stride2D.DenseX>(new Index2D(Tile, Tile), new Stride2D.DenseX(Tile));
        var right = SharedMemory.Allocate2D<float, Stride2D.DenseX>(new Index2D(Tile, Tile), new Stride2D.DenseX(Tile));
        int x = Group.IdxX, y = Group.IdxY;
        int column = Grid.IdxX * Tile + x, row = Grid.IdxY * Tile + y;
        float sum = 0;
        for (int start = 0; start < a.IntExtent.Y; start += Tile)
        {
            left[y, x] = row < a.IntExtent.X && start + x < a.IntExtent.Y ? a[row, start + x] : 0;
            right[y, x] = start + y < b.IntExtent.X && column < b.IntExtent.Y ? b[start + y, column] : 0;
            Group.Barrier();
            for (int k = 0; k < Tile; k++)
                sum += left[y, k] * right[k, x];
            Group.Barrier();
        }
        if (row < c.IntExtent.X && column < c.IntExtent.Y)
            c[row, column] = sum;
    }

    [Fact]
    public void Shared_memory_tiles_and_barriers_multiply_matrices()
    {
        const int rows = 37, inner = 50, columns = 45;
        var random = new Random(1);
        float[,] a = Fill(rows, inner), b = Fill(inner, columns);
        using var da = accelerator.Allocate2DDenseX(a);
        using var db = accelerator.Allocate2DDenseX(b);
        using var dc = accelerator.Allocate2DDenseX<float>(new LongIndex2D(rows, columns));
        var kernel = accelerator.LoadStreamKernel<ArrayView2D<float, Stride2D.DenseX>, ArrayView2D<float, Stride2D.DenseX>, ArrayView2D<float, Stride2D.DenseX>>(TiledMultiply);
        kernel(new KernelConfig(new Index2D((columns + Tile - 1) / Tile, (rows + Tile - 1) / Tile), new Index2D(Tile, Tile)), da.View, db.View, dc.View);
        float[,] c = dc.GetAsArray2D();
        for (int row = 0; row < rows; row++)
            for (int column = 0; column < columns; column++)
            {
                float sum = 0;
                for (int k = 0; k < inner; k++)
                    sum += a[row, k] * b[k, column];
                Assert.Equal(sum, c[row, column]);
            }

        float[,] Fill(int height, int width)
        {
            var matrix = new float[height, width];
            for (int i = 0; i < height; i++)
                for (int j = 0; j < width; j++)
                    matrix[i, j] = random.NextSingle() - 0.5f;
            return matrix;
        }
    }

    private static void GroupSums(ArrayView<int> source, ArrayView<int> sums)
    {
        var shared = SharedMemory.GetDynamic<int>();
        int local = Group.IdxX;
        shared[local] = source[Grid.IdxX * Group.DimX + local];
        Group.Barrier();
        for (int stride = Group.DimX / 2; stride > 0; stride /= 2)
        {
            if (local < stride)
                shared[local] += shared[local + stride];
            Group.Barrier();
        }
        if (local == 0)
            sums[Grid.IdxX] = shared[0];
    }

    [Fact]
    public void Dynamic_shared_memory_holds_a_reduction()
    {
        var kernel = accelerator.LoadStreamKernel<ArrayView<int>, ArrayView<int>>(GroupSums);
        int[] numbers = [.. Enumerable.Range(0, 512)];
        using var source = accelerator.Allocate1D(numbers);
        using var sums = accelerator.Allocate1D<int>(4);
        kernel(new KernelConfig(4, 128, SharedMemoryConfig.RequestDynamic<int>(128)), source.View, sums.View);
        Assert.Equal(numbers.Chunk(128).Select(chunk => chunk.Sum()), sums.GetAsArray1D());
    }

    private static void Count(Index1D i, ArrayView<int> values, ArrayView<int> histogram, ArrayView<float> total)
    {
        Atomic.Add(ref histogram[values[i] & 7], 1);
        Atomic.Add(ref total[0], 1f);
        Atomic.Max(ref histogram[8], values[i]);
    }

    [Fact]
    public void Atomics_lose_nothing()
    {
        var kernel = accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<int>, ArrayView<int>, ArrayView<float>>(Count);
        int[] numbers = [.. Enumerable.Range(0, 10_000)];
        using var values = accelerator.Allocate1D(numbers);
        using var histogram = accelerator.Allocate1D<int>(9);
        using var total = accelerator.Allocate1D<float>(1);
        kernel(numbers.Length, values.View, histogram.View, total.View);
        Assert.Equal([1250, 1250, 1250, 1250, 1250, 1250, 1250, 1250, 9999], histogram.GetAsArray1D());
        Assert.Equal([10_000f], total.GetAsArray1D());
    }

    private static void Collatz(Index1D i, ArrayView<int> steps)
    {
        long n = i + 1;
        int count = 0;
        while (n != 1)
        {
            n = n % 2 == 0 ? n / 2 : 3 * n + 1;
            count++;
            if (count > 1000)
                break;
        }
        steps[i] = count;
    }

    [Fact]
    public void Loops_that_differ_by_item_end_where_they_should()
    {
        var kernel = accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<int>>(Collatz);
        using var steps = accelerator.Allocate1D<int>(3000);
        kernel(3000, steps.View);
        var expected = Enumerable.Range(1, 3000).Select(start =>
        {
            int count = 0;
            for (long n = start; n != 1; count++)
                n = n % 2 == 0 ? n / 2 : 3 * n + 1;
            return count;
        });
        Assert.Equal(expected, steps.GetAsArray1D());
    }

    private static void Scale(Index1D i, ArrayView<int> values, SpecializedValue<int> factor) => values[i] *= factor;

    [Fact]
    public void Specialized_values_are_constants_of_their_own_kernel()
    {
        var kernel = accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<int>, SpecializedValue<int>>(Scale);
        using var values = accelerator.Allocate1D<int>([1, 2, 3]);
        kernel(3, values.View, SpecializedValue.New(5));
        kernel(3, values.View, SpecializedValue.New(-2));
        kernel(3, values.View, SpecializedValue.New(5));
        Assert.Equal([-50, -100, -150], values.GetAsArray1D());
    }

    [Fact]
    public void New_memory_is_zero()
    {
        for (int round = 0; round < 3; round++)
        {
            using var buffer = accelerator.Allocate1D<int>(1000);
            Assert.All(buffer.GetAsArray1D(), value => Assert.Equal(0, value));
            buffer.MemSet(0xff);
        }
    }

    [Fact]
    public void Copies_within_the_device_may_overlap()
    {
        using var buffer = accelerator.Allocate1D<int>([1, 2, 3, 4, 5, 6]);
        buffer.View.SubView(0, 4).CopyTo(buffer.View.SubView(2, 4));
        accelerator.Synchronize();
        Assert.Equal([1, 2, 1, 2, 3, 4], buffer.GetAsArray1D());
        using var other = accelerator.Allocate1D<int>(6);
        buffer.View.CopyTo(other.View);
        Assert.Equal([1, 2, 1, 2, 3, 4], other.GetAsArray1D());
    }

    [Fact]
    public void Markers_measure_the_time_between_them()
    {
        var kernel = accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<int>>(Collatz);
        using var steps = accelerator.Allocate1D<int>(50_000);
        kernel(50_000, steps.View);
        using var start = accelerator.AddProfilingMarker();
        kernel(50_000, steps.View);
        using var end = accelerator.AddProfilingMarker();
        var elapsed = end - start;
        Assert.InRange(elapsed, TimeSpan.FromTicks(1), TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void Too_large_groups_are_refused_with_the_kernel_and_the_limit()
    {
        var kernel = accelerator.LoadStreamKernel<ArrayView<int>, ArrayView<int>>(GroupSums);
        using var buffer = accelerator.Allocate1D<int>(4);
        var exception = Assert.ThrowsAny<Exception>(() => kernel(new KernelConfig(1, accelerator.MaxNumThreadsPerGroup + 1), buffer.View, buffer.View));
        Assert.Contains(nameof(GroupSums), exception.Message);
        Assert.Contains($"{accelerator.MaxNumThreadsPerGroup}", exception.Message);
    }

    [Fact]
    public void Streams_of_many_threads_do_not_disturb_each_other()
    {
        var kernel = accelerator.LoadAutoGroupedKernel<Index1D, ArrayView<float>, ArrayView<float>, float>(Axpy);
        Parallel.For(0, 8, thread =>
        {
            using var stream = accelerator.CreateStream();
            using var x = accelerator.Allocate1D<float>([1, 2, 3]);
            using var y = accelerator.Allocate1D<float>(3);
            for (int round = 0; round < 100; round++)
                kernel(stream, 3, x.View, y.View, thread);
            stream.Synchronize();
            Assert.Equal([100f * thread, 200f * thread, 300f * thread], y.GetAsArray1D(stream));
        });
    }

    [Fact]
    public void Disposed_accelerators_leave_nothing_behind()
    {
        using (var second = context.CreateCLAccelerator(0))
        {
            _ = second.Allocate1D<int>(10);
            _ = second.CreateStream();
            _ = second.LoadAutoGroupedStreamKernel<Index1D, ArrayView<int>>(Collatz);
        }
        using var buffer = accelerator.Allocate1D<int>([7]);
        Assert.Equal([7], buffer.GetAsArray1D());
    }
}
