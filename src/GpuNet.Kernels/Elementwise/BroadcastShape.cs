namespace GpuNet.Kernels;

/// <summary>
/// How an output of up to four dimensions reads two operands: a stride of 0 repeats an operand along a dimension.
/// Missing leading dimensions have size 1. Sizes and strides are in elements; the outermost size is implied by the
/// launch.
/// </summary>
public struct BroadcastShape
{
    /// <summary>Output size of the second-outermost dimension.</summary>
    public int Size1;

    /// <summary>Output size of the third-outermost dimension.</summary>
    public int Size2;

    /// <summary>Output size of the innermost dimension.</summary>
    public int Size3;

    /// <summary>Stride of operand a along the outermost dimension.</summary>
    public int A0;

    /// <summary>Stride of operand a along the second-outermost dimension.</summary>
    public int A1;

    /// <summary>Stride of operand a along the third-outermost dimension.</summary>
    public int A2;

    /// <summary>Stride of operand a along the innermost dimension.</summary>
    public int A3;

    /// <summary>Stride of operand b along the outermost dimension.</summary>
    public int B0;

    /// <summary>Stride of operand b along the second-outermost dimension.</summary>
    public int B1;

    /// <summary>Stride of operand b along the third-outermost dimension.</summary>
    public int B2;

    /// <summary>Stride of operand b along the innermost dimension.</summary>
    public int B3;

    /// <summary>Where operand a lies for the output element <paramref name="index"/>.</summary>
    public readonly int OffsetA(int index)
    {
        var rest = index / Size3;
        var i3 = index - rest * Size3;
        var outer = rest / Size2;
        var i2 = rest - outer * Size2;
        var i0 = outer / Size1;
        return i0 * A0 + (outer - i0 * Size1) * A1 + i2 * A2 + i3 * A3;
    }

    /// <summary>Where operand b lies for the output element <paramref name="index"/>.</summary>
    public readonly int OffsetB(int index)
    {
        var rest = index / Size3;
        var i3 = index - rest * Size3;
        var outer = rest / Size2;
        var i2 = rest - outer * Size2;
        var i0 = outer / Size1;
        return i0 * B0 + (outer - i0 * Size1) * B1 + i2 * B2 + i3 * B3;
    }
}
