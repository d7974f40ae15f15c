using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>The sums of eight rows and two columns of C, in registers.</summary>
/// <typeparam name="T">The number type.</typeparam>
internal struct Block8x2<T> where T : unmanaged, INumber<T>
{
    internal T C00, C01;
    internal T C10, C11;
    internal T C20, C21;
    internal T C30, C31;
    internal T C40, C41;
    internal T C50, C51;
    internal T C60, C61;
    internal T C70, C71;

    /// <summary>Adds the outer product of a column of A and a row of B, each element fused.</summary>
    internal void Add<TMath>(
        T a0, T a1, T a2, T a3, T a4, T a5, T a6, T a7,
        T b0, T b1)
        where TMath : unmanaged, IScalarMath<T>
    {
        C00 = TMath.Fma(a0, b0, C00);
        C01 = TMath.Fma(a0, b1, C01);
        C10 = TMath.Fma(a1, b0, C10);
        C11 = TMath.Fma(a1, b1, C11);
        C20 = TMath.Fma(a2, b0, C20);
        C21 = TMath.Fma(a2, b1, C21);
        C30 = TMath.Fma(a3, b0, C30);
        C31 = TMath.Fma(a3, b1, C31);
        C40 = TMath.Fma(a4, b0, C40);
        C41 = TMath.Fma(a4, b1, C41);
        C50 = TMath.Fma(a5, b0, C50);
        C51 = TMath.Fma(a5, b1, C51);
        C60 = TMath.Fma(a6, b0, C60);
        C61 = TMath.Fma(a6, b1, C61);
        C70 = TMath.Fma(a7, b0, C70);
        C71 = TMath.Fma(a7, b1, C71);
    }
}
