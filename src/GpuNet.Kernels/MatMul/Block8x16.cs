using System.Numerics;
using ILGPU;

namespace GpuNet.Kernels;

/// <summary>
/// The sums of eight rows and sixteen columns of C, in registers; for tiles of six rows, the last two stay zero and cost nothing.
/// </summary>
/// <remarks>Rows by name: a loop over them would be too much for a compiler to write out.</remarks>
/// <typeparam name="T">The number type.</typeparam>
internal struct Block8x16<T> where T : unmanaged, INumber<T>
{
    internal Row16<T> R0, R1, R2, R3, R4, R5, R6, R7;

    /// <summary>Adds the products of six rows' elements of A with a row of B, each element fused.</summary>
    internal void AddToFirst<TMath>(T a0, T a1, T a2, T a3, T a4, T a5, Row16<T> b)
        where TMath : unmanaged, IScalarMath<T>
    {
        R0.Add<TMath>(a0, b);
        R1.Add<TMath>(a1, b);
        R2.Add<TMath>(a2, b);
        R3.Add<TMath>(a3, b);
        R4.Add<TMath>(a4, b);
        R5.Add<TMath>(a5, b);
    }

    /// <summary>The same for the last two rows.</summary>
    internal void AddToLast<TMath>(T a6, T a7, Row16<T> b)
        where TMath : unmanaged, IScalarMath<T>
    {
        R6.Add<TMath>(a6, b);
        R7.Add<TMath>(a7, b);
    }

    /// <summary>Stores the first six rows, one behind the other.</summary>
    internal readonly void SaveFirst(ArrayView<T> target)
    {
        R0.Save(target, 0 * 16);
        R1.Save(target, 1 * 16);
        R2.Save(target, 2 * 16);
        R3.Save(target, 3 * 16);
        R4.Save(target, 4 * 16);
        R5.Save(target, 5 * 16);
    }

    /// <summary>Stores the last two behind them.</summary>
    internal readonly void SaveLast(ArrayView<T> target)
    {
        R6.Save(target, 6 * 16);
        R7.Save(target, 7 * 16);
    }
}
