using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>The number at a place of a row, for <see cref="RowLanes"/>.</summary>
/// <typeparam name="T">The number type.</typeparam>
internal interface IRowTerm<T> where T : unmanaged, INumber<T>
{
    /// <summary>The number at a place.</summary>
    T At<TMath>(int place) where TMath : unmanaged, IScalarMath<T>;
}
