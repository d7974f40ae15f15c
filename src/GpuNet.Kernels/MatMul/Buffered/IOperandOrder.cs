namespace GpuNet.Kernels;

/// <summary>
/// Which way an operand of a product is adjacent in memory, as a type. Its lines are the rows of A or the columns of B;
/// its steps are those of k.
/// </summary>
public interface IOperandOrder
{
    /// <summary>Whether neighbouring lines of a step are adjacent; if not, neighbouring steps of a line are.</summary>
    static abstract bool LinesAreAdjacent { get; }
}

/// <summary>Neighbouring lines are adjacent: A is stored as [K, M], or B as [K, N].</summary>
public readonly struct AdjacentLines : IOperandOrder
{
    /// <inheritdoc/>
    public static bool LinesAreAdjacent => true;
}

/// <summary>Neighbouring steps are adjacent: A is stored as [M, K], or B as [N, K].</summary>
public readonly struct AdjacentSteps : IOperandOrder
{
    /// <inheritdoc/>
    public static bool LinesAreAdjacent => false;
}
