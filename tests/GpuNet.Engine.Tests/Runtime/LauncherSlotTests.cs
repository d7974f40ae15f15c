using System.Reflection;
using GpuNet.Engine.Drivers.Cpu;
using GpuNet.Engine.Drivers.Launching;
using ILGPU;
using ILGPU.Backends.EntryPoints;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;

namespace GpuNet.Engine.Tests.Runtime;

/// <summary>What a launcher hands to a driver: the slots and the dimensions.</summary>
public sealed class LauncherSlotTests : IDisposable
{
    private readonly TestAccelerator test = new();
    private readonly Recorder recorder = new();

    private CPUAccelerator Accelerator => test.Cpu;

    public void Dispose() => test.Dispose();

    private sealed unsafe class Recorder : CpuExecutor
    {
        private readonly ulong[] slots = new ulong[32];

        public LaunchDimensions Dimensions { get; private set; }

        public int Launches { get; private set; }

        public ReadOnlySpan<ulong> Slots => slots;

        public override void Launch(in LaunchDimensions dimensions, ulong* slots)
        {
            Dimensions = dimensions;
            Launches++;
            new ReadOnlySpan<ulong>(slots, this.slots.Length).CopyTo(this.slots);
        }
    }

    public struct Pair
    {
        public bool Flag;
        public ArrayView<double> View;
        public sbyte Small;
    }

    private static void Kernel(
        Index2D index,
        ArrayView<int> view,
        sbyte negative,
        float single,
        Pair pair,
        double number,
        bool flag,
        ArrayView1D<short, Stride1D.General> strided)
    {
    }

    private static void Explicit(ArrayView<int> view)
    {
    }

    private CPUKernel Load(string name, int groupSize)
    {
        var method = typeof(LauncherSlotTests).GetMethod(name, BindingFlags.Static | BindingFlags.NonPublic)!;
        var entry = groupSize > 0
            ? EntryPointDescription.FromImplicitlyGroupedKernel(method)
            : EntryPointDescription.FromExplicitlyGroupedKernel(method);
        return new CPUKernel(Accelerator, Accelerator.CompileKernel(entry), recorder) { GroupSize = groupSize };
    }

    [Fact]
    public void ArgumentsBecomeSlotsInOrder()
    {
        var launch = Load(nameof(Kernel), 64).CreateLauncherDelegate<Action<
            Index2D, ArrayView<int>, sbyte, float, Pair, double, bool, ArrayView1D<short, Stride1D.General>>>();
        using var ints = Accelerator.Allocate1D<int>(10);
        using var doubles = Accelerator.Allocate1D<double>(10);
        using var shorts = Accelerator.Allocate1D<short, Stride1D.General>(4, new Stride1D.General(2));

        launch(
            new Index2D(100, 3),
            ints.AsContiguous().SubView(2, 5),
            -1,
            -0.5f,
            new Pair { Flag = true, View = doubles.AsContiguous().SubView(1), Small = -2 },
            -0.25,
            true,
            shorts.View);

        Assert.Equal(
            [
                100, 3,
                (ulong)ints.NativePtr, 8, 5,
                0xFF,
                BitConverter.SingleToUInt32Bits(-0.5f),
                1, (ulong)doubles.NativePtr, 8, 9, 0xFE,
                BitConverter.DoubleToUInt64Bits(-0.25),
                1,
                (ulong)shorts.NativePtr, 0, 7, 4, 2,
            ],
            recorder.Slots[..19].ToArray());
        Assert.Equal(new LaunchDimensions(2, 3, 1, 64, 1, 1, 0), recorder.Dimensions);
    }

    [Theory]
    [InlineData(1000, 1000, 64, 16, 1000, 64, 1)]
    [InlineData(5, 1000, 64, 1, 125, 8, 8)]
    [InlineData(1, 3, 64, 1, 1, 1, 4)]
    [InlineData(100, 1, 1, 100, 1, 1, 1)]
    public void GroupsFollowTheExtent(int x, int y, int groupSize, int gridX, int gridY, int groupX, int groupY)
    {
        var launch = Load(nameof(Kernel), groupSize).CreateLauncherDelegate<Action<
            Index2D, ArrayView<int>, sbyte, float, Pair, double, bool, ArrayView1D<short, Stride1D.General>>>();

        launch(new Index2D(x, y), default, 0, 0, default, 0, false, default);

        Assert.Equal(new LaunchDimensions(gridX, gridY, 1, groupX, groupY, 1, 0), recorder.Dimensions);
    }

    [Fact]
    public void ExplicitShapesArePassedOn()
    {
        var launch = Load(nameof(Explicit), 0).CreateLauncherDelegate<Action<KernelConfig, ArrayView<int>>>();

        launch(
            (new Index3D(2, 3, 4), new Index3D(5, 6, 7), SharedMemoryConfig.RequestDynamic<double>(9)),
            ArrayView<int>.Empty);

        Assert.Equal(new LaunchDimensions(2, 3, 4, 5, 6, 7, 72), recorder.Dimensions);
        Assert.Equal([0, 0, 0], recorder.Slots[..3].ToArray());
    }

    [Fact]
    public void ALaunchAllocatesNothing()
    {
        var kernel = Load(nameof(Kernel), 64);
        var launch = kernel.CreateLauncherDelegate<Action<
            Index2D, ArrayView<int>, sbyte, float, Pair, double, bool, ArrayView1D<short, Stride1D.General>>>();
        using var ints = Accelerator.Allocate1D<int>(10);
        using var shorts = Accelerator.Allocate1D<short, Stride1D.General>(4, new Stride1D.General(2));
        var (view, strided) = (ints.AsContiguous(), shorts.View);
        for (int i = 0; i < 10; i++)
            launch(new Index2D(4, 3), view, 1, 2, default, 3, true, strided);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
            launch(new Index2D(4, 3), view, 1, 2, default, 3, true, strided);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.Equal(1010, recorder.Launches);
    }

    private static void Specialized(Index1D index, SpecializedValue<int> first, int second, SpecializedValue<long> third)
    {
    }

    [Fact]
    public unsafe void SpecializedVariantsAreFoundByTheirValues()
    {
        var method = new Action<Index1D, SpecializedValue<int>, int, SpecializedValue<long>>(Specialized).Method;
        var kernel = Accelerator.LoadAutoGroupedKernel(method);
        Assert.IsType<SpecializedKernel>(kernel);

        Kernel Resolve(ulong first, ulong second, ulong third)
        {
            ulong* slots = stackalloc ulong[] { 10, first, second, third };
            return kernel.Resolve(slots);
        }

        var variant = Resolve(1, 2, 3);
        var constants = variant.CompiledKernel.Request.Constants;
        Assert.Equal(2, constants.Count);
        Assert.Equal(1ul, constants[1]);
        Assert.Equal(3ul, constants[3]);
        Assert.Same(variant, Resolve(1, 99, 3));
        Assert.NotSame(variant, Resolve(2, 2, 3));

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
            Resolve(1, 2, 3);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }
}
