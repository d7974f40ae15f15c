using GpuNet.TestKit;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;

namespace GpuNet.Engine.Tests.Cuda;

/// <summary>Launches: arguments, limits, shared memory, streams. The fake device runs the very CUDA C that a GPU would.</summary>
public sealed class CudaLaunchTests : IDisposable
{
    private readonly FakeCuda fake = new();
    private readonly CudaAccelerator accelerator;

    public CudaLaunchTests() => accelerator = CudaTestDevice.Open(fake);

    public void Dispose() => accelerator.Context.Dispose();

    public struct Pair
    {
        public byte Small;
        public double Large;
    }

    private static void Mixed(Index1D i, ArrayView<double> results, byte a, short b, int c, long d, float e, double f, Pair g, ArrayView<int> unused, int last)
    {
        if (i == 0)
        {
            results[0] = a;
            results[1] = b;
            results[2] = c;
            results[3] = d;
            results[4] = e;
            results[5] = f;
            results[6] = g.Small;
            results[7] = g.Large;
            results[8] = last;
        }
    }

    [Fact]
    public void Arguments_of_every_size_arrive()
    {
        var kernel = accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<double>, byte, short, int, long, float, double, Pair, ArrayView<int>, int>(Mixed);
        using var results = accelerator.Allocate1D<double>(9);
        using var unused = accelerator.Allocate1D<int>(1);
        kernel(1, results.View, 200, -2, -3, 1L << 40, 0.5f, -0.25, new Pair { Small = 7, Large = 8.5 }, unused.View, 9);
        Assert.Equal([200, -2, -3, 1L << 40, 0.5, -0.25, 7, 8.5, 9], results.GetAsArray1D());
    }

    private static void SharedSums(ArrayView<int> results)
    {
        var shared = SharedMemory.GetDynamic<int>();
        for (int i = Group.IdxX; i < shared.Length; i += Group.DimX)
            shared[i] = i;
        Group.Barrier();
        if (Group.IsFirstThread)
        {
            int sum = 0;
            for (int i = 0; i < shared.Length; i++)
                sum += shared[i];
            results[Grid.IdxX] = sum + shared.IntLength;
        }
    }

    [Theory]
    [InlineData(100)]
    // 160 KB: more than a kernel has without asking.
    [InlineData(40_000)]
    public void Dynamic_shared_memory_has_the_size_of_the_launch(int elements)
    {
        var kernel = accelerator.LoadStreamKernel<ArrayView<int>>(SharedSums);
        using var results = accelerator.Allocate1D<int>(2);
        kernel(new KernelConfig(2, 64, SharedMemoryConfig.RequestDynamic<int>(elements)), results.View);
        int expected = elements * (elements - 1) / 2 + elements;
        Assert.Equal([expected, expected], results.GetAsArray1D());
    }

    [Fact]
    public void More_shared_memory_than_there_is_is_told()
    {
        var kernel = accelerator.LoadStreamKernel<ArrayView<int>>(SharedSums);
        using var results = accelerator.Allocate1D<int>(1);
        var exception = Assert.Throws<ArgumentOutOfRangeException>(() =>
            kernel(new KernelConfig(1, 64, SharedMemoryConfig.RequestDynamic<int>(60_000)), results.View));
        Assert.Contains("240000 bytes of dynamic shared memory; Fake GPU 0 has 232448", exception.Message);
    }

    private static void Indices(ArrayView<int> results) => results[Grid.GlobalLinearIndex] = Group.DimX;

    [Fact]
    public void Launch_bounds_reach_the_compiler_and_are_kept()
    {
        var bounded = accelerator.LoadKernel(((Action<ArrayView<int>>)Indices).Method, new KernelSpecialization(128, 2));
        Assert.Contains("__launch_bounds__(128, 2)", ((ILGPU.Backends.PTX.PTXCompiledKernel)bounded.CompiledKernel).Source.Text);
        Assert.Equal(128, ((CudaKernel)bounded).LargestGroup);
        var launch = bounded.CreateLauncherDelegate<Action<KernelConfig, ArrayView<int>>>();
        using var results = accelerator.Allocate1D<int>(256);
        launch(new KernelConfig(2, 128), results.View);
        Assert.All(results.GetAsArray1D(), value => Assert.Equal(128, value));
        Assert.Contains("128 in a group", Assert.Throws<ArgumentOutOfRangeException>(() => launch(new KernelConfig(1, 256), results.View)).Message);
    }

    private static void Add(Index1D i, ArrayView<int> target, int value) => target[i] += value;

    [Fact]
    public void Streams_run_their_own_work_in_order()
    {
        var kernel = accelerator.LoadAutoGroupedKernel<Index1D, ArrayView<int>, int>(Add);
        using var first = accelerator.CreateStream();
        using var second = accelerator.CreateStream(StreamFlags.CU_STREAM_DEFAULT);
        using var borrowed = accelerator.CreateStream(second.StreamPtr, responsible: false);
        using var a = accelerator.Allocate1D<int>(1000);
        using var b = accelerator.Allocate1D<int>(1000);
        for (int round = 1; round <= 10; round++)
        {
            kernel(first, 1000, a.View, round);
            kernel(round % 2 == 0 ? second : borrowed, 1000, b.View, -round);
        }
        first.Synchronize();
        second.Synchronize();
        Assert.All(a.GetAsArray1D(), value => Assert.Equal(55, value));
        Assert.All(b.GetAsArray1D(), value => Assert.Equal(-55, value));
    }

    [Fact]
    public void A_launch_is_one_call_and_allocates_nothing()
    {
        var kernel = accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<int>, int>(Add);
        using var buffer = accelerator.Allocate1D<int>(10);
        var view = buffer.View;
        for (int round = 0; round < 100; round++)
            kernel(10, view, 1);
        accelerator.Synchronize();
        string[] calls = ["cuLaunchKernel", "cuCtxSetCurrent", "cuEventRecord", "cuStreamSynchronize", "cuFuncGetAttribute", "cuStreamIsCapturing"];
        long[] before = [.. calls.Select(fake.Calls)];
        long bytes = GC.GetAllocatedBytesForCurrentThread();
        for (int round = 0; round < 100; round++)
            kernel(10, view, 1);
        bytes = GC.GetAllocatedBytesForCurrentThread() - bytes;
        Assert.Equal([100, 0, 0, 0, 0, 0], calls.Select((call, index) => fake.Calls(call) - before[index]));
        Assert.Equal(0, bytes);
    }

    [Fact]
    public void Every_thread_finds_the_context()
    {
        var kernel = accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<int>, int>(Add);
        using var buffer = accelerator.Allocate1D<int>(10);
        Parallel.For(0, 8, round => kernel(10, buffer.View, round));
        Assert.All(buffer.GetAsArray1D(), value => Assert.Equal(28, value));
    }

    [Fact]
    public void Group_sizes_are_chosen_by_how_many_groups_run_at_once()
    {
        var kernel = accelerator.LoadAutoGroupedKernel(((Action<Index1D, ArrayView<int>, int>)Add).Method);
        Assert.Equal(256, accelerator.EstimateGroupSize(kernel, out int groups));
        Assert.Equal(2048 / 256 * accelerator.NumMultiprocessors, groups);
        Assert.Equal(1, accelerator.EstimateOccupancyPerMultiprocessor(kernel, 512));
        // 2 KB for each item: larger groups leave more of a multiprocessor idle.
        Assert.Equal(96, accelerator.EstimateGroupSize(kernel, items => items * 2048, 96, out _));
    }

    private static void TooLargeTile(ArrayView<float> results)
    {
        var tile = SharedMemory.Allocate<float>(60_000);
        tile[Group.IdxX] = 1;
        results[0] = tile[0];
    }

    // 12 bytes, 80 KB, and what the launch brings: a row of each, summed backwards.
    private static void LargeTiles(ArrayView<int> results)
    {
        var small = SharedMemory.Allocate<short>(6);
        var tile = SharedMemory.Allocate<int>(20_000);
        var dynamic = SharedMemory.GetDynamic<int>();
        for (int i = Group.IdxX; i < tile.IntLength; i += Group.DimX)
            tile[i] = i;
        for (int i = Group.IdxX; i < dynamic.IntLength; i += Group.DimX)
            dynamic[i] = -i;
        if (Group.IdxX < 6)
            small[Group.IdxX] = (short)Group.IdxX;
        Group.Barrier();
        int sum = 0;
        for (int i = Group.IdxX; i < dynamic.IntLength; i += Group.DimX)
            sum += tile[tile.IntLength - 1 - i] + dynamic[i];
        results[Group.IdxX] = sum + small[Group.IdxX % 6];
    }

    [Fact]
    public void Static_shared_memory_beyond_the_limit_is_told_with_the_kernel()
    {
        var exception = Assert.Throws<InternalCompilerException>(() => accelerator.LoadStreamKernel<ArrayView<float>>(TooLargeTile));
        Assert.Contains("240000 bytes of shared memory for a group, Fake GPU 0 has 232448", exception.Message);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1000)]
    public void Static_shared_memory_may_be_as_large_as_the_devices(int elements)
    {
        var kernel = accelerator.LoadStreamKernel<ArrayView<int>>(LargeTiles);
        using var results = accelerator.Allocate1D<int>(64);
        kernel(new KernelConfig(1, 64, SharedMemoryConfig.RequestDynamic<int>(elements)), results.View);
        Assert.Equal(
            Enumerable.Range(0, 64).Select(item => item % 6 + Enumerable.Range(0, elements).Where(i => i % 64 == item).Sum(i => 19_999 - 2 * i)),
            results.GetAsArray1D());
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            kernel(new KernelConfig(1, 64, SharedMemoryConfig.RequestDynamic<int>(40_000)), results.View));
        Assert.Equal(1, accelerator.EstimateMaxActiveGroupsPerMultiprocessor(kernel.GetKernel(), 64, 100_000));
    }

    private static void WarpSums(ArrayView<int> results)
    {
        int value = Group.IdxX;
        for (int offset = Warp.WarpSize / 2; offset > 0; offset /= 2)
            value += Warp.ShuffleDown(value, offset);
        if (Warp.IsFirstLane)
            results[Group.IdxX / Warp.WarpSize] = value;
    }

    [Fact]
    public void Warps_have_32_lanes()
    {
        using var results = accelerator.Allocate1D<int>(3);
        accelerator.LoadStreamKernel<ArrayView<int>>(WarpSums)(new KernelConfig(1, 96), results.View);
        Assert.Equal([31 * 16, 31 * 16 + 32 * 32, 31 * 16 + 32 * 64], results.GetAsArray1D());
    }

    [Fact]
    public void Caches_can_be_configured_and_extensions_are_told_the_device()
    {
        accelerator.CacheConfiguration = CudaCacheConfiguration.PreferL1;
        Assert.Equal(CudaCacheConfiguration.PreferL1, accelerator.CacheConfiguration);
        Assert.Equal("00000001:01:01.0", accelerator.NVMLPCIBusId);
        Assert.Equal("on Fake GPU 0", accelerator.CreateExtension<string, Provider>(new Provider()));
    }

    private readonly struct Provider : IAcceleratorExtensionProvider<string>
    {
        public string? CreateCPUExtension(ILGPU.Runtime.CPU.CPUAccelerator accelerator) => null;

        public string? CreateCudaExtension(CudaAccelerator accelerator) => $"on {accelerator.Name}";

        public string? CreateOpenCLExtension(ILGPU.Runtime.OpenCL.CLAccelerator accelerator) => null;
    }
}
