using ILGPU;
using ILGPU.Runtime;

namespace GpuNet.Engine.Tests.Api.Views;

/// <summary>Views cut where memory is aligned, in kernels, from every start.</summary>
public sealed class ViewAlignmentTests(TestAccelerators accelerators) : IClassFixture<TestAccelerators>
{
    private const int Length = 150;
    private const int Cuts = 14;

    public static TheoryData<TestDevice> Devices => new(TestDevice.Cpu, TestDevice.CpuDebug, TestDevice.OpenCl);

    // For each item, a view that starts there: the lengths before and after the cut, and how far the rest is from an aligned address.
    private static void Cut(Index1D i, ArrayView<int> memory, ArrayView<int> facts)
    {
        var view = memory.SubView(i, Length - i);
        ArrayView1D<int, Stride1D.Dense> dense = view;
        var results = facts.SubView(i * Cuts * 3, Cuts * 3);
        Note(view.AlignTo16(), 16, results, 0);
        Note(view.AlignTo32(), 32, results, 1);
        Note(view.AlignTo64(), 64, results, 2);
        Note(view.AlignTo128(), 128, results, 3);
        Note(view.AlignTo256(), 256, results, 4);
        Note(view.AlignTo512(), 512, results, 5);
        Note(view.AlignTo(8), 8, results, 6);
        Note(dense.AlignTo16(), 16, results, 7);
        Note(dense.AlignTo32(), 32, results, 8);
        Note(dense.AlignTo64(), 64, results, 9);
        Note(dense.AlignTo128(), 128, results, 10);
        Note(dense.AlignTo256(), 256, results, 11);
        Note(dense.AlignTo512(), 512, results, 12);
        Note(dense.AlignTo(8), 8, results, 13);
    }

    private static void Note((ArrayView<int> Before, ArrayView<int> After) cut, int alignment, ArrayView<int> results, int number)
    {
        results[3 * number] = cut.Before.IntLength;
        results[3 * number + 1] = cut.After.IntLength;
        results[3 * number + 2] = cut.After.Length > 0 ? (int)(cut.After.LoadEffectiveAddressAsPtr().ToInt64() % alignment) : 0;
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void The_rest_starts_at_the_first_aligned_element(TestDevice device)
    {
        int[] alignments = [16, 32, 64, 128, 256, 512, 8, 16, 32, 64, 128, 256, 512, 8];
        var accelerator = accelerators[device];
        using var memory = accelerator.Allocate1D<int>(Length);
        using var facts = accelerator.Allocate1D<int>(Length * Cuts * 3);
        accelerator.LaunchAutoGrouped(Cut, new Index1D(Length), memory.View.BaseView, facts.View.BaseView);
        accelerator.Synchronize();

        int[] results = facts.GetAsArray1D();
        for (int cut = 0; cut < Length * Cuts; cut++)
        {
            var (start, alignment) = (cut / Cuts, alignments[cut % Cuts]);
            var (before, rest) = (results[3 * cut], results[3 * cut + 1]);
            Assert.Equal(Length - start, before + rest);
            Assert.InRange(before, 0, alignment / sizeof(int) - 1);
            Assert.Equal(0, results[3 * cut + 2]);
        }
    }

    private static void Assume(Index1D i, ArrayView<int> x, ArrayView<int> y)
    {
        ArrayView1D<int, Stride1D.Dense> dense = x;
        y[i] = x.AsAligned16()[i] + x.AsAligned32()[i] + x.AsAligned64()[i] + x.AsAligned(8)[i]
            + dense.AsAligned16()[i] + dense.AsAligned32()[i] + dense.AsAligned64()[i] + dense.AsAligned(8)[i]
            + (int)(x.AsAligned128().Length + x.AsAligned256().Length + x.AsAligned512().Length)
            + (int)(dense.AsAligned128().Length + dense.AsAligned256().Length + dense.AsAligned512().Length);
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Aligned_views_are_the_views_themselves(TestDevice device)
    {
        var accelerator = accelerators[device];
        using var x = accelerator.Allocate1D(Enumerable.Range(1, 32).ToArray());
        using var y = accelerator.Allocate1D<int>(32);
        accelerator.LaunchAutoGrouped(Assume, new Index1D(32), x.View.BaseView, y.View.BaseView);
        accelerator.Synchronize();
        Assert.Equal(Enumerable.Range(1, 32).Select(number => 8 * number + 6 * 32), y.GetAsArray1D());
    }
}
