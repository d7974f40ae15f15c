using System.Numerics;
using ILGPU;

namespace GpuNet.Kernels;

/// <summary>
/// Lays a matrix out in panels: <c>panels[p, k, i] = source[p * width + i, k]</c>, where lines (rows of A, columns of
/// B) beyond the last are zero. The order in which <see cref="PackedMatMul"/> reads.
/// </summary>
/// <remarks>Memory-bound; values are copied as they are.</remarks>
public static class PanelPacking
{
    /// <summary>Steps of k that a group packs.</summary>
    public const int StepsPerGroup = 64;

    private const int Unrolled = 16;

    /// <summary>Panels of <paramref name="width"/> that hold so many lines.</summary>
    public static int Panels(int lines, int width) => (lines + width - 1) / width;

    /// <summary>Elements of all panels.</summary>
    public static long Count(int lines, int steps, int width) => (long)Panels(lines, width) * width * steps;

    /// <summary>Groups that a launch of either kernel needs.</summary>
    public static int Groups(int lines, int steps, int width) => Panels(lines, width) * Panels(steps, StepsPerGroup);

    /// <summary>
    /// From anywhere, <c>source[line * lineStride + k * stepStride]</c>, by items that each go along a line. Launch: explicitly
    /// grouped, groups of any size in x, best of one vector.
    /// </summary>
    public static void AlongLines<TPanel, T>(
        ArrayView<T> source, ArrayView<T> panels, int lines, int steps, int lineStride, int stepStride)
        where TPanel : unmanaged, IPanel
        where T : unmanaged, INumber<T> =>
        AlongLinesBlock<TPanel, T>(Grid.IdxX, source, panels, lines, steps, lineStride, stepStride);

    /// <summary>What a group does that packs the given stretch of a panel.</summary>
    internal static void AlongLinesBlock<TPanel, T>(
        int group, ArrayView<T> source, ArrayView<T> panels, int lines, int steps, int lineStride, int stepStride)
        where TPanel : unmanaged, IPanel
        where T : unmanaged, INumber<T>
    {
        var width = TPanel.Width;
        var stretches = (steps + StepsPerGroup - 1) / StepsPerGroup;
        var panel = group / stretches;
        var first = (group - panel * stretches) * StepsPerGroup;
        var end = IntrinsicMath.Min(first + StepsPerGroup, steps);
        for (var part = 0; part < width; part += Group.DimX)
        {
            var inPanel = part + Group.IdxX;
            var line = panel * width + inPanel;
            var to = (panel * steps + first) * width + inPanel;
            var from = line * lineStride + first * stepStride;
            if (inPanel < width & line < lines)
            {
                for (var k = first; k < end; k++)
                {
                    panels[to] = source[from];
                    to += width;
                    from += stepStride;
                }
            }
            else if (inPanel < width)
            {
                for (var k = first; k < end; k++)
                {
                    panels[to] = T.Zero;
                    to += width;
                }
            }
        }
    }

    /// <summary>
    /// For lines that lie side by side, <c>source[line + k * stepStride]</c>, step by step. Launch: explicitly grouped, groups
    /// of one item.
    /// </summary>
    public static void AdjacentSteps<TPanel, T>(
        ArrayView<T> source, ArrayView<T> panels, int lines, int steps, int stepStride)
        where TPanel : unmanaged, IPanel
        where T : unmanaged, INumber<T> =>
        AdjacentStepsBlock<TPanel, T>(Grid.IdxX, source, panels, lines, steps, stepStride);

    /// <summary>The same for such a stretch.</summary>
    internal static void AdjacentStepsBlock<TPanel, T>(
        int group, ArrayView<T> source, ArrayView<T> panels, int lines, int steps, int stepStride)
        where TPanel : unmanaged, IPanel
        where T : unmanaged, INumber<T>
    {
        var width = TPanel.Width;
        var stretches = (steps + StepsPerGroup - 1) / StepsPerGroup;
        var panel = group / stretches;
        var first = (group - panel * stretches) * StepsPerGroup;
        var end = IntrinsicMath.Min(first + StepsPerGroup, steps);
        var to = (panel * steps + first) * width;
        var from = first * stepStride + panel * width;
        if ((panel + 1) * width <= lines)
        {
            for (var k = first; k < end; k++)
            {
                for (var i = 0; i < width; i++)
                    panels[to + i] = source[from + i];
                to += width;
                from += stepStride;
            }

            return;
        }

        for (var k = first; k < end; k++)
        {
            for (var i = 0; i < width; i++)
                panels[to + i] = panel * width + i < lines ? source[from + i] : T.Zero;
            to += width;
            from += stepStride;
        }
    }

    /// <summary>
    /// For lines that lie one behind the other: <c>source[line * steps + k]</c>; a transposition. Launch: explicitly
    /// grouped, groups of one item.
    /// </summary>
    public static void Across<TPanel, T>(ArrayView<T> source, ArrayView<T> panels, int lines, int steps)
        where TPanel : unmanaged, IPanel
        where T : unmanaged, INumber<T> =>
        AcrossBlock<TPanel, T>(Grid.IdxX, source, panels, lines, steps);

    /// <summary>The same for such a stretch.</summary>
    internal static void AcrossBlock<TPanel, T>(
        int group, ArrayView<T> source, ArrayView<T> panels, int lines, int steps)
        where TPanel : unmanaged, IPanel
        where T : unmanaged, INumber<T>
    {
        var width = TPanel.Width;
        var stretches = (steps + StepsPerGroup - 1) / StepsPerGroup;
        var panel = group / stretches;
        var first = (group - panel * stretches) * StepsPerGroup;
        var end = IntrinsicMath.Min(first + StepsPerGroup, steps);
        for (var inPanel = 0; inPanel < width; inPanel++)
        {
            var line = panel * width + inPanel;
            var to = (panel * steps + first) * width + inPanel;
            var from = line * steps + first;
            var k = first;
            if (line < lines)
            {
                for (; k + Unrolled <= end; k += Unrolled)
                {
                    for (var i = 0; i < Unrolled; i++)
                        panels[to + i * width] = source[from + i];
                    to += Unrolled * width;
                    from += Unrolled;
                }
            }

            for (; k < end; k++)
            {
                panels[to] = line < lines ? source[from] : T.Zero;
                to += width;
                from++;
            }
        }
    }
}
