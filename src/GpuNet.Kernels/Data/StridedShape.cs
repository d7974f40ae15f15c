namespace GpuNet.Kernels;

/// <summary>
/// How up to six dimensions walk through two pieces of memory, a and b. Missing leading dimensions have size 1; the
/// outermost size is implied by the launch. Sizes, strides and starts are in elements; a stride of 0 repeats, a negative
/// one walks backwards.
/// </summary>
public struct StridedShape
{
    /// <summary>Size of the second-outermost dimension.</summary>
    public int Size1;

    /// <summary>Size of the third-outermost dimension.</summary>
    public int Size2;

    /// <summary>Size of the fourth-outermost dimension.</summary>
    public int Size3;

    /// <summary>Size of the fifth-outermost dimension.</summary>
    public int Size4;

    /// <summary>Size of the innermost dimension.</summary>
    public int Size5;

    /// <summary>How a is walked through.</summary>
    public StridedWalk A;

    /// <summary>How b is walked through.</summary>
    public StridedWalk B;

    /// <summary>Where the element <paramref name="index"/>, counted innermost first, lies in a and in b.</summary>
    public readonly (int A, int B) Locate(int index)
    {
        var rest4 = index / Size5;
        var i5 = index - rest4 * Size5;
        var rest3 = rest4 / Size4;
        var i4 = rest4 - rest3 * Size4;
        var rest2 = rest3 / Size3;
        var i3 = rest3 - rest2 * Size3;
        var rest1 = rest2 / Size2;
        var i2 = rest2 - rest1 * Size2;
        var i0 = rest1 / Size1;
        var i1 = rest1 - i0 * Size1;
        return (A.At(i0, i1, i2, i3, i4, i5), B.At(i0, i1, i2, i3, i4, i5));
    }
}

/// <summary>A start and six strides, outermost first.</summary>
public struct StridedWalk
{
    /// <summary>Where the first element lies.</summary>
    public int Start;

    /// <summary>Stride of the outermost dimension.</summary>
    public int Stride0;

    /// <summary>Stride of the second-outermost dimension.</summary>
    public int Stride1;

    /// <summary>Stride of the third-outermost dimension.</summary>
    public int Stride2;

    /// <summary>Stride of the fourth-outermost dimension.</summary>
    public int Stride3;

    /// <summary>Stride of the fifth-outermost dimension.</summary>
    public int Stride4;

    /// <summary>Stride of the innermost dimension.</summary>
    public int Stride5;

    /// <summary>Where the element with these indices lies.</summary>
    public readonly int At(int i0, int i1, int i2, int i3, int i4, int i5) =>
        Start + i0 * Stride0 + i1 * Stride1 + i2 * Stride2 + i3 * Stride3 + i4 * Stride4 + i5 * Stride5;
}
