using System.Reflection;
using ILGPU;
using ILGPU.Runtime;

namespace GpuNet.Engine.Tests.Runtime;

/// <summary>Every kind of loader, and every number of parameters.</summary>
public abstract class KernelLoaderTests(TestTarget target) : IDisposable
{
    private const int Length = 70;

    private readonly TestAccelerator test = new(target);
    private MemoryBuffer1D<int, Stride1D.Dense>? output;

    private Accelerator Accelerator => test.Accelerator;

    private MemoryBuffer1D<int, Stride1D.Dense> Output => output ??= Accelerator.Allocate1D<int>(Length);

    private AcceleratorStream Stream => Accelerator.DefaultStream;

    public void Dispose() => test.Dispose();

    private static void Implicit(Index1D index, ArrayView<int> view, int start) => view[index] = start + index;

    private static void Explicit(ArrayView<int> view, int start)
    {
        int index = Grid.IdxX * Group.DimX + Group.IdxX;
        view[index] = start + index;
    }

    private void AssertFilledFrom(int start)
    {
        Assert.Equal(Enumerable.Range(start, Length), Output.GetAsArray1D());
    }

    [Fact]
    public void ExplicitlyGrouped()
    {
        var view = (ArrayView<int>)Output;
        var specialization = new KernelSpecialization(64, null);
        Accelerator.LoadKernel<ArrayView<int>, int>(Explicit)(Stream, (7, 10), view, 1);
        AssertFilledFrom(1);
        Accelerator.LoadKernel<ArrayView<int>, int>(Explicit, out var info)(Stream, (7, 10), view, 2);
        AssertFilledFrom(2);
        Assert.Null(info.MinGroupSize);
        Accelerator.LoadKernel<ArrayView<int>, int>(Explicit, specialization)(Stream, (7, 10), view, 3);
        AssertFilledFrom(3);
        Accelerator.LoadKernel<ArrayView<int>, int>(Explicit, specialization, out _)(Stream, (7, 10), view, 4);
        AssertFilledFrom(4);
        Accelerator.LoadStreamKernel<ArrayView<int>, int>(Explicit)((7, 10), view, 5);
        AssertFilledFrom(5);
        Accelerator.LoadStreamKernel<ArrayView<int>, int>(Explicit, out _)((7, 10), view, 6);
        AssertFilledFrom(6);
        Accelerator.LoadStreamKernel<ArrayView<int>, int>(Explicit, specialization)((7, 10), view, 7);
        AssertFilledFrom(7);
        Accelerator.LoadStreamKernel<ArrayView<int>, int>(Explicit, specialization, out _)((7, 10), view, 8);
        AssertFilledFrom(8);
        Accelerator.Launch<ArrayView<int>, int>(Explicit, (7, 10), view, 9);
        AssertFilledFrom(9);
        Accelerator.Launch<ArrayView<int>, int>(Explicit, Stream, (7, 10), view, 10);
        AssertFilledFrom(10);
    }

    [Fact]
    public void ImplicitlyGrouped()
    {
        var view = (ArrayView<int>)Output;
        Accelerator.LoadImplicitlyGroupedKernel<Index1D, ArrayView<int>, int>(Implicit, 16)(Stream, Length, view, 1);
        AssertFilledFrom(1);
        Accelerator.LoadImplicitlyGroupedKernel<Index1D, ArrayView<int>, int>(Implicit, 16, out var info)(
            Stream, Length, view, 2);
        AssertFilledFrom(2);
        Assert.Equal(16, info.MinGroupSize);
        Accelerator.LoadImplicitlyGroupedStreamKernel<Index1D, ArrayView<int>, int>(Implicit, 16)(Length, view, 3);
        AssertFilledFrom(3);
        Accelerator.LoadImplicitlyGroupedStreamKernel<Index1D, ArrayView<int>, int>(Implicit, 16, out _)(
            Length, view, 4);
        AssertFilledFrom(4);
    }

    [Fact]
    public void AutoGrouped()
    {
        var view = (ArrayView<int>)Output;
        Accelerator.LoadAutoGroupedKernel<Index1D, ArrayView<int>, int>(Implicit)(Stream, Length, view, 1);
        AssertFilledFrom(1);
        Accelerator.LoadAutoGroupedKernel<Index1D, ArrayView<int>, int>(Implicit, out var info)(Stream, Length, view, 2);
        AssertFilledFrom(2);
        Assert.InRange(info.MinGroupSize!.Value, 1, Accelerator.MaxNumThreadsPerGroup);
        Accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<int>, int>(Implicit)(Length, view, 3);
        AssertFilledFrom(3);
        Accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<int>, int>(Implicit, out _)(Length, view, 4);
        AssertFilledFrom(4);
        Accelerator.LaunchAutoGrouped<Index1D, ArrayView<int>, int>(Implicit, Length, view, 5);
        AssertFilledFrom(5);
        Accelerator.LaunchAutoGrouped<Index1D, ArrayView<int>, int>(Implicit, Stream, Length, view, 6);
        AssertFilledFrom(6);
    }

    [Fact]
    public void ByMethodAndByObjects()
    {
        var view = (ArrayView<int>)Output;
        var method = new Action<Index1D, ArrayView<int>, int>(Implicit).Method;

        var kernel = Accelerator.LoadAutoGroupedKernel(method);
        kernel.Launch(Stream, Length, view, 1);
        AssertFilledFrom(1);
        kernel.Launch(Stream, new Index1D(Length), view, 2);
        AssertFilledFrom(2);

        Assert.Equal(2, kernel.NumParameters);
        Assert.Contains(
            "takes 2 argument(s), not 1",
            Assert.Throws<ArgumentException>(() => kernel.Launch(Stream, Length, view)).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "'start'",
            Assert.Throws<ArgumentException>(() => kernel.Launch(Stream, Length, view, 2L)).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "Index1D",
            Assert.Throws<ArgumentException>(() => kernel.Launch(Stream, new Index2D(1, 2), view, 2)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void LaunchersKnowTheirKernels()
    {
        var launcher = Accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<int>, int>(Implicit, out var info);

        var kernel = launcher.GetKernel();

        Assert.Same(kernel, Accelerator.LoadAutoGroupedKernel<Index1D, ArrayView<int>, int>(Implicit).GetKernel());
        Assert.Same(info, launcher.GetKernelInfo());
        Assert.Same(kernel.CompiledKernel, launcher.GetCompiledKernel());
        Assert.Equal(KernelSpecialization.Empty, launcher.GetKernelSpecialization());
        Assert.False(new Action(() => { }).TryGetKernel(out _));

        // A disposed kernel is loaded anew.
        kernel.Dispose();
        Assert.Throws<ObjectDisposedException>(() => launcher(1, (ArrayView<int>)Output, 0));
        Accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<int>, int>(Implicit)(Length, (ArrayView<int>)Output, 4);
        AssertFilledFrom(4);
    }

    [Fact]
    public void LambdasThatCaptureNothingAreKernels()
    {
        var kernel = Accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<int>, int>(
            (index, view, start) => view[index] = start + index);
        kernel(Length, (ArrayView<int>)Output, 3);
        AssertFilledFrom(3);

        int captured = 5;
        Assert.Contains(
            "captures variables",
            Assert.Throws<NotSupportedException>(() => Accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<int>>(
                (index, view) => view[index] = captured)).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "make it static",
            Assert.Throws<NotSupportedException>(() => Accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<int>>(IsAnInstanceMethod)).Message,
            StringComparison.Ordinal);
    }

    private static void Fourteen(
        Index1D index,
        ArrayView<int> view,
        byte a,
        sbyte b,
        short c,
        ushort d,
        int e,
        uint f,
        long g,
        ulong h,
        float i,
        double j,
        bool k,
        char l,
        ILGPU.Half m)
    {
        view[index] = k && (float)m == 1.5f && i == 0.25f && j == -0.125
            ? a + b + c + d + e + (int)f + (int)g + (int)h + l
            : -1;
    }

    [Fact]
    public void FourteenParametersOfAllScalarTypes()
    {
        var kernel = Accelerator.LoadAutoGroupedStreamKernel<
            Index1D, ArrayView<int>, byte, sbyte, short, ushort, int, uint, long, ulong, float, double, bool, char, ILGPU.Half>(
            Fourteen);

        kernel(
            Length, (ArrayView<int>)Output, 200, -100, -30_000, 60_000, -7, 8, -9, 10, 0.25f, -0.125, true, 'A', (ILGPU.Half)1.5f);

        int expected = 200 - 100 - 30_000 + 60_000 - 7 + 8 - 9 + 10 + 'A';
        Assert.Equal(Enumerable.Repeat(expected, Length), Output.GetAsArray1D());
    }

    [Fact]
    public void EveryNumberOfParametersHasEveryLoader()
    {
        var loaders = typeof(KernelLoaders).GetMethods(BindingFlags.Public | BindingFlags.Static);
        for (int count = 1; count <= 14; count++)
        {
            int Loaders(string name, int indices) =>
                loaders.Count(method => method.Name == name && method.GetGenericArguments().Length == count + indices);

            Assert.Equal(4, Loaders("LoadKernel", 0));
            Assert.Equal(4, Loaders("LoadStreamKernel", 0));
            Assert.Equal(2, Loaders("LoadImplicitlyGroupedKernel", 1));
            Assert.Equal(2, Loaders("LoadImplicitlyGroupedStreamKernel", 1));
            Assert.Equal(2, Loaders("LoadAutoGroupedKernel", 1));
            Assert.Equal(2, Loaders("LoadAutoGroupedStreamKernel", 1));
            var launches = typeof(Accelerator).GetMethods();
            Assert.Equal(2, launches.Count(
                method => method.Name == "Launch" && method.GetGenericArguments().Length == count));
            Assert.Equal(2, launches.Count(
                method => method.Name == "LaunchAutoGrouped" && method.GetGenericArguments().Length == count + 1));
        }
    }

    private static void TakesAString(Index1D index, ArrayView<int> view, string text) => view[index] = text.Length;

    private static void TakesARef(Index1D index, ref int value) => value = index;

    private static void TakesNoIndex(ArrayView<int> view) => view[0] = 1;

    private static int ReturnsAValue(Index1D index) => index;

    private void IsAnInstanceMethod(Index1D index, ArrayView<int> view) => view[index] = GetHashCode();

    [Theory]
    [InlineData(nameof(TakesAString), "'text'")]
    [InlineData(nameof(TakesARef), "by reference")]
    [InlineData(nameof(TakesNoIndex), "is not an index")]
    [InlineData(nameof(ReturnsAValue), "returns a value")]
    public void MethodsThatCannotBeKernelsAreRefused(string name, string reason)
    {
        var method = typeof(KernelLoaderTests).GetMethod(name, BindingFlags.Static | BindingFlags.NonPublic)!;

        var refused = Assert.Throws<KernelCompilationException>(() => Accelerator.LoadAutoGroupedKernel(method));

        Assert.Contains(name, refused.Message, StringComparison.Ordinal);
        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void DelegatesMustFitTheKernel()
    {
        var method = new Action<Index1D, ArrayView<int>, int>(Implicit).Method;

        var refused = Assert.Throws<ArgumentException>(
            () => Accelerator.LoadAutoGroupedKernel<Action<Index1D, ArrayView<int>, long>>(method));

        Assert.Contains("System.Int32", refused.Message, StringComparison.Ordinal);
    }
}

public sealed class DebugKernelLoaderTests() : KernelLoaderTests(TestTarget.CpuDebug);

public sealed class CompiledKernelLoaderTests() : KernelLoaderTests(TestTarget.CpuCompiled);

public sealed class OpenClKernelLoaderTests() : KernelLoaderTests(TestTarget.OpenCl);
