using System.Numerics;
using ILGPU;

namespace GpuNet.Kernels;

/// <summary>
/// <see cref="PanelPacking"/> for many matrices in a launch. Launch: explicitly grouped, the groups of all matrices along x;
/// <c>blocks</c> says of each which of the <c>matrices</c> it works on.
/// </summary>
public static class GroupedPanelPacking
{
    /// <summary><see cref="PanelPacking.AlongLines"/> for each; groups of one vector.</summary>
    public static void AlongLines<TPanel, T>(
        ArrayView<T> source, ArrayView<T> panels, ArrayView<GroupedPanels> matrices, ArrayView<GroupedBlock> blocks)
        where TPanel : unmanaged, IPanel
        where T : unmanaged, INumber<T>
    {
        var block = blocks[Grid.IdxX];
        var matrix = matrices[block.Owner];
        PanelPacking.AlongLinesBlock<TPanel, T>(
            block.Block, matrix.Source(source), matrix.Panels(panels, TPanel.Width), matrix.Lines, matrix.Steps, matrix.LineStride,
            matrix.StepStride);
    }

    /// <summary>
    /// <see cref="PanelPacking.AdjacentSteps"/>, or where lines lie one behind the other, <see cref="PanelPacking.Across"/>, for each;
    /// groups of one item.
    /// </summary>
    public static void ByItem<TPanel, T>(
        ArrayView<T> source, ArrayView<T> panels, ArrayView<GroupedPanels> matrices, ArrayView<GroupedBlock> blocks)
        where TPanel : unmanaged, IPanel
        where T : unmanaged, INumber<T>
    {
        var block = blocks[Grid.IdxX];
        var matrix = matrices[block.Owner];
        var (from, to) = (matrix.Source(source), matrix.Panels(panels, TPanel.Width));
        if (matrix.LineStride == 1)
            PanelPacking.AdjacentStepsBlock<TPanel, T>(block.Block, from, to, matrix.Lines, matrix.Steps, matrix.StepStride);
        else
            PanelPacking.AcrossBlock<TPanel, T>(block.Block, from, to, matrix.Lines, matrix.Steps);
    }
}
