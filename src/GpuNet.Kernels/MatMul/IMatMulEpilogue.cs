using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>
/// What a matrix multiply does with a finished sum before it stores it: adds a bias, applies an activation, drops it, adds
/// to what is there. One launch and one pass over memory instead of several.
/// </summary>
/// <typeparam name="TSelf">The implementing type.</typeparam>
public interface IMatMulEpilogue<TSelf> where TSelf : unmanaged, IMatMulEpilogue<TSelf>
{
    /// <summary>Whether it is so little code that a kernel may hold it once for each sum that is kept in a register.</summary>
    static abstract bool IsShort { get; }

    /// <summary>
    /// Whether it reads random words: then a kernel draws for four rows of a column at once, where it has them.
    /// </summary>
    static abstract bool IsRandom { get; }

    /// <summary>The random words of a block of four rows of a column, if it reads any.</summary>
    /// <param name="operands">The kernel's extra views.</param>
    /// <param name="block">Which block (<see cref="RandomLayout.Block"/>).</param>
    RandomWords Draw<T>(EpilogueOperands<T> operands, int block) where T : unmanaged;

    /// <summary>The value to store.</summary>
    /// <param name="sum">The finished sum over k.</param>
    /// <param name="operands">The kernel's extra views.</param>
    /// <param name="word">The element's random word, if it reads any.</param>
    /// <param name="column">Column of C.</param>
    /// <param name="offset">Offset of the element in C.</param>
    T Apply<T, TMath>(T sum, EpilogueOperands<T> operands, uint word, int column, int offset)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T>;
}

/// <summary>An epilogue for one element, where a kernel has no four rows of a column side by side.</summary>
internal static class SingleElement
{
    /// <summary>The value to store; the words of the element's block are drawn for it alone.</summary>
    internal static T Finish<TEpilogue, T, TMath>(
        this TEpilogue epilogue, T sum, EpilogueOperands<T> operands, MatMulShape shape, int row, int column)
        where TEpilogue : unmanaged, IMatMulEpilogue<TEpilogue>
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        epilogue.Apply<T, TMath>(
            sum, operands, epilogue.Draw(operands, RandomLayout.Block(row, column, shape.N)).OfRow(row), column,
            row * shape.N + column);
}
