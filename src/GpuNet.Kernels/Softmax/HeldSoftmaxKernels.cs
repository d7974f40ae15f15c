using System.Numerics;
using ILGPU;

namespace GpuNet.Kernels;

/// <summary>
/// <see cref="SoftmaxKernels.GroupForward"/> for rows that a group's items can hold in registers: memory is read once and written
/// once, where the others read and write the numerators a second time. The same bits.
/// </summary>
/// <remarks>
/// Launch: explicitly grouped, a group of <see cref="LaneTree.LanesOf"/> items for each row of at most <see cref="LongestRow"/>
/// columns.
/// </remarks>
public static class HeldSoftmaxKernels
{
    /// <summary>The longest row: sixteen numbers for each of 64 items.</summary>
    public const int LongestRow = 1024;

    /// <summary>Numbers that an item holds.</summary>
    internal const int Held = 16;

    /// <summary>y = softmax or log-softmax of x.</summary>
    public static void Forward<TForm, T, TMath>(ArrayView<T> x, ArrayView<T> y, int columns, TForm form)
        where TForm : unmanaged, ISoftmaxForm<TForm>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var lanes = SharedMemory.Allocate<T>(LaneTree.MaximumLanes);
        var held = new T[Held];
        var start = Grid.IdxX * columns;
        var first = start + LaneTree.First(Group.IdxX, columns);
        var end = start + LaneTree.End(Group.IdxX, columns);
        var max = Read<T, TMath>(x, held, first, end, columns, lanes);
        var sum = Numerators<TForm, T, TMath>(held, first, end, max, columns, lanes, form);
        var normalizer = form.Normalizer<T, TMath>(sum);
        for (var i = 0; i < Held; i++)
        {
            if (first + i * LaneTree.Step < end)
                y[first + i * LaneTree.Step] = form.Output<T, TMath>(held[i], normalizer);
        }
    }

    /// <summary>Takes an item's numbers from memory; returns the row's largest but NaN.</summary>
    internal static T Read<T, TMath>(ArrayView<T> x, T[] held, int first, int end, int columns, ArrayView<T> lanes)
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var largest = default(Largest);
        var max = largest.Identity<T, TMath>();
        for (var i = 0; i < Held; i++)
        {
            if (first + i * LaneTree.Step < end)
            {
                held[i] = x[first + i * LaneTree.Step];
                max = largest.Combine<T, TMath>(max, held[i]);
            }
        }

        lanes[Group.IdxX] = max;
        return LaneTree.Combine<Largest, T, TMath>(lanes, columns, default);
    }

    /// <summary>Puts numerators in the place of an item's numbers; returns the row's sum of exponentials.</summary>
    internal static T Numerators<TForm, T, TMath>(
        T[] held, int first, int end, T max, int columns, ArrayView<T> lanes, TForm form)
        where TForm : unmanaged, ISoftmaxForm<TForm>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        // No loop: with all of a loop's copies, it would be more than kernel compilers copy out.
        var sum = Four<TForm, T, TMath>(held, 0, T.Zero, first, end, max, form);
        sum = Four<TForm, T, TMath>(held, 4, sum, first, end, max, form);
        sum = Four<TForm, T, TMath>(held, 8, sum, first, end, max, form);
        sum = Four<TForm, T, TMath>(held, 12, sum, first, end, max, form);
        lanes[Group.IdxX] = sum;
        return LaneTree.Combine<Sum, T, TMath>(lanes, columns, default);
    }

    /// <summary>Puts numerators in the place of four of an item's numbers, and adds their exponentials to the sum.</summary>
    private static T Four<TForm, T, TMath>(T[] held, int at, T sum, int first, int end, T max, TForm form)
        where TForm : unmanaged, ISoftmaxForm<TForm>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        sum = One<TForm, T, TMath>(held, at, sum, first, end, max, form);
        sum = One<TForm, T, TMath>(held, at + 1, sum, first, end, max, form);
        sum = One<TForm, T, TMath>(held, at + 2, sum, first, end, max, form);
        return One<TForm, T, TMath>(held, at + 3, sum, first, end, max, form);
    }

    private static T One<TForm, T, TMath>(T[] held, int at, T sum, int first, int end, T max, TForm form)
        where TForm : unmanaged, ISoftmaxForm<TForm>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var shifted = held[at] - max;
        var exponential = TMath.Exp(shifted);
        held[at] = form.Numerator<T, TMath>(shifted, exponential);
        return first + at * LaneTree.Step < end ? sum + exponential : sum;
    }
}
