namespace GpuNet.Kernels;

/// <summary>What one launch of <see cref="PackedMatMul"/> computes: a stretch of k for all of C [M, N].</summary>
public struct PackedShape
{
    /// <summary>Rows of C.</summary>
    public int M;

    /// <summary>Columns of C.</summary>
    public int N;

    /// <summary>The whole length of the sums.</summary>
    public int K;

    /// <summary>Where in k the launch goes on.</summary>
    public int FirstStep;

    /// <summary>How many steps of k it takes.</summary>
    public int Steps;

    /// <summary>How many tiles of rows, one below the other, meet all columns before the next ones start.</summary>
    public int BlockTiles;
}
