using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>What a row has at a place, for <see cref="RowLanes"/>.</summary>
/// <typeparam name="T">The number type.</typeparam>
internal interface IRowTerm<T> where T : unmanaged, INumber<T>
{
    /// <summary>Combines what is at a place with what came before in its lane.</summary>
    T AddTo<TMonoid, TMath>(T total, int place, TMonoid monoid)
        where TMonoid : unmanaged, IMonoid
        where TMath : unmanaged, IScalarMath<T>;
}
