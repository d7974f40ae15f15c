using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>The sums of four rows and four columns of C, in registers.</summary>
/// <typeparam name="T">The number type.</typeparam>
internal struct Block4x4<T> where T : unmanaged, INumber<T>
{
    internal T C00, C01, C02, C03;
    internal T C10, C11, C12, C13;
    internal T C20, C21, C22, C23;
    internal T C30, C31, C32, C33;

    /// <summary>Adds the outer product of a column of A and a row of B, each element fused.</summary>
    internal void Add<TMath>(
        T a0, T a1, T a2, T a3,
        T b0, T b1, T b2, T b3)
        where TMath : unmanaged, IScalarMath<T>
    {
        C00 = TMath.Fma(a0, b0, C00);
        C01 = TMath.Fma(a0, b1, C01);
        C02 = TMath.Fma(a0, b2, C02);
        C03 = TMath.Fma(a0, b3, C03);
        C10 = TMath.Fma(a1, b0, C10);
        C11 = TMath.Fma(a1, b1, C11);
        C12 = TMath.Fma(a1, b2, C12);
        C13 = TMath.Fma(a1, b3, C13);
        C20 = TMath.Fma(a2, b0, C20);
        C21 = TMath.Fma(a2, b1, C21);
        C22 = TMath.Fma(a2, b2, C22);
        C23 = TMath.Fma(a2, b3, C23);
        C30 = TMath.Fma(a3, b0, C30);
        C31 = TMath.Fma(a3, b1, C31);
        C32 = TMath.Fma(a3, b2, C32);
        C33 = TMath.Fma(a3, b3, C33);
    }
}
