namespace GpuNet.Kernels;

/// <summary>
/// Which of the generator's words belongs to which element: a block of four words serves four rows of a column, so that
/// neighbouring items write neighbouring elements, and an item that has several rows of a matrix draws once for four of
/// them. A vector is seen as rows of <see cref="Stride"/> elements.
/// </summary>
public static class RandomLayout
{
    /// <summary>The elements of a row of what is no matrix.</summary>
    public const int Stride = 32;

    /// <summary>Items that kernels over <paramref name="length"/> elements need: each generates one block.</summary>
    /// <param name="length">The elements.</param>
    /// <param name="columns">The elements of a row.</param>
    public static int Items(int length, int columns = Stride) => (int)((length + 4L * columns - 1) / (4L * columns)) * columns;

    /// <summary>The first of the elements that <paramref name="block"/> serves; the others are in the rows after it.</summary>
    public static int FirstElement(int block, int columns = Stride) => block / columns * 4 * columns + block % columns;

    /// <summary>The block that serves an element.</summary>
    public static int Block(int row, int column, int columns) => (row >> 2) * columns + column;
}
