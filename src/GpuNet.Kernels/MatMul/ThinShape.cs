namespace GpuNet.Kernels;

/// <summary>
/// A product of which one side is short: the lines of one operand, rows of A or columns of B, are many; of the other they are few.
/// </summary>
public struct ThinShape
{
    /// <summary>Lines of the operand that has many.</summary>
    public int Lines;

    /// <summary>Lines of the operand that has few.</summary>
    public int Few;

    /// <summary>Steps of each line: columns of A, rows of B.</summary>
    public int K;

    /// <summary>Distance of the many lines, where neighbouring steps are adjacent.</summary>
    public int LineStride;

    /// <summary>Distance of their steps, where neighbouring lines are adjacent.</summary>
    public int StepStride;

    /// <summary>Distance of the few lines.</summary>
    public int FewLineStride;

    /// <summary>Distance of their steps.</summary>
    public int FewStepStride;

    /// <summary>1 where the many lines are columns of B, 0 where they are rows of A.</summary>
    public int LinesAreColumns;

    /// <summary>Which operand has the many lines, and how they lie.</summary>
    public static ThinShape Of(in MatMulShape shape)
    {
        var linesAreColumns = shape.N > shape.M;
        var many = linesAreColumns ? shape.Transposed : shape;
        return new()
        {
            Lines = many.M,
            Few = many.N,
            K = many.K,
            LineStride = many.ARow,
            StepStride = many.AColumn,
            FewLineStride = many.BColumn,
            FewStepStride = many.BRow,
            LinesAreColumns = linesAreColumns ? 1 : 0,
        };
    }
}
