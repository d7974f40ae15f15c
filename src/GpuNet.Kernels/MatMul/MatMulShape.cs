namespace GpuNet.Kernels;

/// <summary>
/// C = A B for A [M, K] and B [K, N] read through strides (in elements), so that one kernel serves all four
/// transpositions; C [M, N] is dense and row-major.
/// </summary>
public struct MatMulShape
{
    /// <summary>Rows of A and C.</summary>
    public int M;

    /// <summary>Columns of B and C.</summary>
    public int N;

    /// <summary>Columns of A, rows of B.</summary>
    public int K;

    /// <summary>Distance of A's rows.</summary>
    public int ARow;

    /// <summary>Distance of A's columns.</summary>
    public int AColumn;

    /// <summary>Distance of B's rows.</summary>
    public int BRow;

    /// <summary>Distance of B's columns.</summary>
    public int BColumn;

    /// <summary>The same product transposed: C^T = B^T A^T, with the operands where they are.</summary>
    public readonly MatMulShape Transposed => new()
    {
        M = N,
        N = M,
        K = K,
        ARow = BColumn,
        AColumn = BRow,
        BRow = AColumn,
        BColumn = ARow,
    };

    /// <summary>The shape for operands stored dense and row-major, each as it is or transposed.</summary>
    /// <param name="m">Rows of A and C.</param>
    /// <param name="n">Columns of B and C.</param>
    /// <param name="k">Columns of A, rows of B.</param>
    /// <param name="transposeA">Whether A is stored as [K, M].</param>
    /// <param name="transposeB">Whether B is stored as [N, K].</param>
    public static MatMulShape Dense(int m, int n, int k, bool transposeA = false, bool transposeB = false) => new()
    {
        M = m,
        N = n,
        K = k,
        ARow = transposeA ? 1 : k,
        AColumn = transposeA ? m : 1,
        BRow = transposeB ? 1 : n,
        BColumn = transposeB ? k : 1,
    };
}
