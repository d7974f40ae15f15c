using ILGPU;

namespace GpuNet.Kernels;

/// <summary>The sums of eight columns of a row of C, in registers.</summary>
internal struct Row8
{
    internal Quad Left, Right;

    /// <summary>Adds a number times eight others, each element fused.</summary>
    internal void Add<TMath>(float a, Quad left, Quad right) where TMath : unmanaged, IScalarMath<float>
    {
        Left.X = TMath.Fma(a, left.X, Left.X);
        Left.Y = TMath.Fma(a, left.Y, Left.Y);
        Left.Z = TMath.Fma(a, left.Z, Left.Z);
        Left.W = TMath.Fma(a, left.W, Left.W);
        Right.X = TMath.Fma(a, right.X, Right.X);
        Right.Y = TMath.Fma(a, right.Y, Right.Y);
        Right.Z = TMath.Fma(a, right.Z, Right.Z);
        Right.W = TMath.Fma(a, right.W, Right.W);
    }

    /// <summary>Stores the two quads, a distance apart.</summary>
    internal readonly void Store(ArrayView<float> view, int offset, int distance)
    {
        Left.Store(view, offset);
        Right.Store(view, offset + distance);
    }
}

/// <summary>The sums of eight rows and eight columns of C, in registers.</summary>
internal struct Block8x8
{
    internal Row8 R0, R1, R2, R3;
    internal Row8 R4, R5, R6, R7;

    /// <summary>Adds the outer product of eight elements of A and eight of B, each element fused.</summary>
    internal void Add<TMath>(Quad upper, Quad lower, Quad left, Quad right) where TMath : unmanaged, IScalarMath<float>
    {
        R0.Add<TMath>(upper.X, left, right);
        R1.Add<TMath>(upper.Y, left, right);
        R2.Add<TMath>(upper.Z, left, right);
        R3.Add<TMath>(upper.W, left, right);
        R4.Add<TMath>(lower.X, left, right);
        R5.Add<TMath>(lower.Y, left, right);
        R6.Add<TMath>(lower.Z, left, right);
        R7.Add<TMath>(lower.W, left, right);
    }

    /// <summary>Stores the upper four rows.</summary>
    internal readonly void StoreUpper(ArrayView<float> view, int offset, int pitch, int distance)
    {
        R0.Store(view, offset, distance);
        R1.Store(view, offset + pitch, distance);
        R2.Store(view, offset + 2 * pitch, distance);
        R3.Store(view, offset + 3 * pitch, distance);
    }

    /// <summary>Stores the lower four rows.</summary>
    internal readonly void StoreLower(ArrayView<float> view, int offset, int pitch, int distance)
    {
        R4.Store(view, offset, distance);
        R5.Store(view, offset + pitch, distance);
        R6.Store(view, offset + 2 * pitch, distance);
        R7.Store(view, offset + 3 * pitch, distance);
    }
}
