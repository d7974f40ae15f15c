using ILGPU;
using ILGPU.Runtime;

namespace GpuNet.Engine.Tests.Runtime;

public abstract class LaunchErrorTests(TestTarget target) : IDisposable
{
    private readonly TestAccelerator test = new(target);
    private MemoryBuffer1D<int, Stride1D.Dense>? output;

    private Accelerator Accelerator => test.Accelerator;

    private MemoryBuffer1D<int, Stride1D.Dense> Output => output ??= Accelerator.Allocate1D<int>(8);

    public void Dispose() => test.Dispose();

    private static void Fill(Index1D index, ArrayView<int> view) => view[index] = 1;

    private static void FillExplicit(ArrayView<int> view) => view[Grid.IdxX] = 1;

    [Fact]
    public void EmptyExtentsLaunchNothing()
    {
        Accelerator.LaunchAutoGrouped<Index1D, ArrayView<int>>(Fill, 0, Output.AsContiguous());
        Accelerator.Launch<ArrayView<int>>(FillExplicit, (0, 8), Output.AsContiguous());

        Assert.Equal(0, Output.GetAsArray1D()[0]);
    }

    [Fact]
    public void NegativeExtentsAreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(
            () => Accelerator.LaunchAutoGrouped<Index1D, ArrayView<int>>(Fill, -1, Output.AsContiguous()));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => Accelerator.Launch<ArrayView<int>>(FillExplicit, (1, -8), Output.AsContiguous()));
    }

    [Fact]
    public void GroupsMustFitTheDevice()
    {
        int tooMany = Accelerator.MaxNumThreadsPerGroup + 1;

        var refused = Assert.Throws<ArgumentOutOfRangeException>(
            () => Accelerator.Launch<ArrayView<int>>(FillExplicit, (2, tooMany), Output.AsContiguous()));
        Assert.Contains($"({tooMany}, 1, 1)", refused.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(
            () => Accelerator.LoadImplicitlyGroupedStreamKernel<Index1D, ArrayView<int>>(Fill, tooMany));
        Assert.Throws<NotSupportedException>(
            () => Accelerator.LoadStreamKernel<ArrayView<int>>(FillExplicit, new KernelSpecialization(tooMany, null)));
    }

    [Fact]
    public void DisposedBuffersAreRefusedByName()
    {
        var kernel = Accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<int>>(Fill);
        var view = Output.AsContiguous();
        Output.Dispose();

        var refused = Assert.Throws<ObjectDisposedException>(() => kernel(1, view));

        Assert.Equal("view", refused.ObjectName);
    }

    [Fact]
    public void BuffersAndStreamsOfOtherAcceleratorsAreRefused()
    {
        var other = test.CreateAnother();
        using var foreign = other.Allocate1D<int>(8);
        var kernel = Accelerator.LoadAutoGroupedKernel<Index1D, ArrayView<int>>(Fill);

        Assert.Contains(
            "another accelerator",
            Assert.Throws<ArgumentException>(
                () => kernel(Accelerator.DefaultStream, 1, foreign.AsContiguous())).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => kernel(other.DefaultStream, 1, Output.AsContiguous()));
        Assert.Throws<ArgumentNullException>(() => kernel(null!, 1, Output.AsContiguous()));
        var stream = Accelerator.CreateStream();
        stream.Dispose();
        Assert.Throws<ObjectDisposedException>(() => kernel(stream, 1, Output.AsContiguous()));
    }

    [Fact]
    public void ExtentsBeyondTheGridAreRefused()
    {
        var kernel = Accelerator.LoadImplicitlyGroupedStreamKernel<LongIndex1D, ArrayView<int>>(
            static (index, view) => view[index] = 1, 1);

        Assert.Throws<ArgumentOutOfRangeException>(() => kernel(1L << 40, Output.AsContiguous()));
    }
}

public sealed class DebugLaunchErrorTests() : LaunchErrorTests(TestTarget.CpuDebug);

public sealed class CompiledLaunchErrorTests() : LaunchErrorTests(TestTarget.CpuCompiled);

public sealed class OpenClLaunchErrorTests() : LaunchErrorTests(TestTarget.OpenCl);
