using ILGPU;

namespace GpuNet.Kernels;

/// <summary>One of several matrices in a common buffer that are laid out in panels, in another.</summary>
public struct GroupedPanels
{
    /// <summary>Its lines: rows of A, columns of B.</summary>
    public int Lines;

    /// <summary>Their length, along k.</summary>
    public int Steps;

    /// <summary>Distance of lines.</summary>
    public int LineStride;

    /// <summary>Distance of steps.</summary>
    public int StepStride;

    /// <summary>Where it begins, in elements.</summary>
    public int Start;

    /// <summary>Where its panels begin, in steps of a panel.</summary>
    public int StartOfPanels;

    /// <summary>The buffer from the matrix on.</summary>
    internal readonly ArrayView<T> Source<T>(ArrayView<T> source) where T : unmanaged =>
        source.SubView(Start, source.Length - Start);

    /// <summary>The panels from its own on.</summary>
    internal readonly ArrayView<T> Panels<T>(ArrayView<T> panels, int width) where T : unmanaged =>
        panels.SubView((long)StartOfPanels * width, panels.Length - (long)StartOfPanels * width);
}
