using System.Numerics;
using ILGPU;

namespace GpuNet.Kernels;

/// <summary>
/// What a matrix multiply does with a finished sum before it stores it: adds a bias, applies an activation, adds to
/// what is there. One launch and one pass over memory instead of two.
/// </summary>
/// <typeparam name="TSelf">The implementing type.</typeparam>
public interface IMatMulEpilogue<TSelf> where TSelf : unmanaged, IMatMulEpilogue<TSelf>
{
    /// <summary>Whether it is so little code that a kernel may hold it once for each sum that is kept in a register.</summary>
    static abstract bool IsShort { get; }

    /// <summary>The value to store.</summary>
    /// <param name="sum">The finished sum over k.</param>
    /// <param name="operand">The kernel's extra view: what it holds is the epilogue's business.</param>
    /// <param name="column">Column of C.</param>
    /// <param name="offset">Offset of the element in C.</param>
    T Apply<T, TMath>(T sum, ArrayView<T> operand, int column, int offset)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T>;
}
