namespace GpuNet.Kernels;

/// <summary>One of several dense matrices in a common buffer, each with a shape of its own.</summary>
public struct GroupedMatrix
{
    /// <summary>Where it begins, in elements.</summary>
    public int Start;

    /// <summary>Its rows where it is read.</summary>
    public int Rows;

    /// <summary>Its columns where it is read.</summary>
    public int Columns;

    /// <summary>1 where it is written transposed, 0 where as it is.</summary>
    public int IsTransposed;
}
