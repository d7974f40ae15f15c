using GpuNet.Kernels;

namespace GpuNet.Operations;

/// <summary>Which kernel reads the second operand of a binary operation.</summary>
internal enum BroadcastKind
{
    Same,     // b has a's shape
    ByScalar, // b is one number
    ByRow,    // b is repeated for each row: a bias
    ByColumn, // b has one number for each row
    Strided,  // anything else, both operands through strides
    Expanded, // more separate groups of repeated dimensions than strides are for: both operands repeated first
}

/// <summary>
/// How two shapes meet in one (NumPy's rules): aligned at the last dimension, extents of 1 are repeated.
/// </summary>
internal readonly struct Broadcasting
{
    private const int StridedRank = 4;

    private Broadcasting(Shape shape, BroadcastKind kind, int rows, int columns, BroadcastShape strides)
    {
        Shape = shape;
        Kind = kind;
        Rows = rows;
        Columns = columns;
        Strides = strides;
    }

    /// <summary>The result's shape.</summary>
    internal Shape Shape { get; }

    internal BroadcastKind Kind { get; }

    /// <summary>
    /// The result as a matrix, for <see cref="BroadcastKind.ByRow"/> and <see cref="BroadcastKind.ByColumn"/>.
    /// </summary>
    internal int Rows { get; }

    internal int Columns { get; }

    /// <summary>
    /// The operands' strides, for <see cref="BroadcastKind.Strided"/> and for gradients that read both operands.
    /// </summary>
    internal BroadcastShape Strides { get; }

    /// <summary>Plans an operation on two operands.</summary>
    /// <exception cref="ShapeMismatchException">Two extents differ and neither is 1.</exception>
    internal static Broadcasting Plan(string operation, Shape a, Shape b)
    {
        if (a == b) return new Broadcasting(a, BroadcastKind.Same, 1, a.Count, default);
        var shape = Result(operation, a, b);
        if (a == shape)
        {
            if (b.Count == 1)
                return Of(shape, BroadcastKind.ByScalar, 1, shape.Count, a, b);
            // Leading extents of 1 only: b lies once in each row of the result seen as a matrix.
            if (IsSuffix(shape, b))
                return Of(shape, BroadcastKind.ByRow, shape.Count / b.Count, b.Count, a, b);
            if (IsPrefix(shape, b))
                return Of(shape, BroadcastKind.ByColumn, b.Count, shape.Count / b.Count, a, b);
        }
        return Of(shape, BroadcastKind.Strided, 1, shape.Count, a, b);
    }

    private static Broadcasting Of(Shape shape, BroadcastKind kind, int rows, int columns, Shape a, Shape b) =>
        StridesOf(shape, a, b) is { } strides
            ? new Broadcasting(shape, kind, rows, columns, strides)
            : new Broadcasting(shape, BroadcastKind.Expanded, 1, shape.Count, default);

    /// <summary>The shape that two broadcast to.</summary>
    internal static Shape Result(string operation, Shape a, Shape b)
    {
        Span<int> extents = stackalloc int[Math.Max(a.Rank, b.Rank)];
        for (var i = 1; i <= extents.Length; i++)
        {
            var left = i <= a.Rank ? a[^i] : 1;
            var right = i <= b.Rank ? b[^i] : 1;
            if (left != right && left != 1 && right != 1)
                throw new ShapeMismatchException(operation, $"a shape that broadcasts with {a}", b.ToString());
            extents[^i] = left == 1 ? right : left;
        }
        return Shape.Create(extents);
    }

    /// <summary>Whether b, leading ones aside, is the end of the shape.</summary>
    private static bool IsSuffix(Shape shape, Shape b)
    {
        var extents = b.Dimensions;
        while (extents.Length > 0 && extents[0] == 1) extents = extents[1..];
        return b.Count > 0 && shape.Dimensions.EndsWith(extents);
    }

    /// <summary>Whether b, trailing ones aside, is the beginning of the shape.</summary>
    private static bool IsPrefix(Shape shape, Shape b)
    {
        var extents = b.Dimensions;
        while (extents.Length > 0 && extents[^1] == 1) extents = extents[..^1];
        return b.Count > 0 && b.Rank == shape.Rank && shape.Dimensions.StartsWith(extents);
    }

    /// <summary>
    /// The strides of both operands over the result, after neighbouring dimensions that both walk alike are merged into
    /// one; null if more are left than strides are for.
    /// </summary>
    internal static BroadcastShape? StridesOf(Shape shape, Shape a, Shape b)
    {
        Span<int> extents = stackalloc int[Shape.MaxRank];
        Span<int> strideA = stackalloc int[Shape.MaxRank];
        Span<int> strideB = stackalloc int[Shape.MaxRank];
        var rank = 0; // dimensions so far, innermost first
        var nextA = 1;
        var nextB = 1;
        for (var i = 1; i <= shape.Rank; i++)
        {
            var extent = shape[^i];
            if (extent == 1) continue;
            var extentA = i <= a.Rank ? a[^i] : 1;
            var extentB = i <= b.Rank ? b[^i] : 1;
            var stepA = extentA == 1 ? 0 : nextA;
            var stepB = extentB == 1 ? 0 : nextB;
            nextA *= extentA;
            nextB *= extentB;
            if (rank > 0
                && stepA == strideA[rank - 1] * extents[rank - 1]
                && stepB == strideB[rank - 1] * extents[rank - 1])
            {
                extents[rank - 1] *= extent;
                continue;
            }
            (extents[rank], strideA[rank], strideB[rank]) = (extent, stepA, stepB);
            rank++;
        }
        if (rank > StridedRank) return null;
        extents[rank..].Fill(1);
        return new BroadcastShape
        {
            Size1 = extents[2], Size2 = extents[1], Size3 = extents[0],
            A0 = strideA[3], A1 = strideA[2], A2 = strideA[1], A3 = strideA[0],
            B0 = strideB[3], B1 = strideB[2], B2 = strideB[1], B3 = strideB[0],
        };
    }
}
