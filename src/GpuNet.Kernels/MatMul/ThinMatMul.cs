using System.Numerics;
using ILGPU;

namespace GpuNet.Kernels;

/// <summary>
/// Matrix multiply for CPUs where one side of C is short, down to matrix times vector: items are neighbouring lines of the
/// operand that has many, which is read once, and each keeps its sums with the few lines of the other in registers.
/// </summary>
/// <remarks>
/// A sum goes upwards over k, so vectors run across sums. Where lines are adjacent, neighbours load neighbours; where steps
/// are, each item loads four steps of its own line, which a compiler for vectors transposes in registers. The last group
/// begins where all its items still have lines, and stores only those that are not another group's, so that nothing is clamped.
/// Launch: explicitly grouped, groups (w, 1, 1) with w * Lines of the block at most as many as there are lines,
/// <see cref="Groups"/> of them along x. Numerics: see <see cref="ReferenceMatMul"/>; the same bits.
/// </remarks>
public static class ThinMatMul
{
    /// <summary>The most lines that count as few.</summary>
    public const int MostFew = 8;

    /// <summary>Groups of <paramref name="width"/> items that so many lines need.</summary>
    public static int Groups<TBlock>(int lines, int width) where TBlock : unmanaged, IThinBlock =>
        (lines + TBlock.Lines * width - 1) / (TBlock.Lines * width);

    /// <summary>The kernel.</summary>
    /// <param name="many">The operand with many lines.</param>
    /// <param name="few">The other.</param>
    /// <param name="operands">The epilogue's views.</param>
    /// <param name="c">C, row by row.</param>
    /// <param name="shape">The product.</param>
    /// <param name="epilogue">What happens to a finished sum.</param>
    public static void Kernel<TBlock, TOrder, TEpilogue, T, TMath>(
        ArrayView<T> many, ArrayView<T> few, EpilogueOperands<T> operands, ArrayView<T> c, ThinShape shape, TEpilogue epilogue)
        where TBlock : unmanaged, IThinBlock
        where TOrder : unmanaged, IOperandOrder
        where TEpilogue : unmanaged, IMatMulEpilogue<TEpilogue>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var own = Grid.IdxX * (TBlock.Lines * Group.DimX);
        var first = IntrinsicMath.Min(own, shape.Lines - TBlock.Lines * Group.DimX) + Group.IdxX;
        var lineStride = TOrder.LinesAreAdjacent ? 1 : shape.LineStride;
        var stepStride = TOrder.LinesAreAdjacent ? shape.StepStride : 1;
        // A single line is a vector, whose elements are adjacent.
        var fewStepStride = TBlock.Few == 1 ? 1 : shape.FewStepStride;

        var from = new int[TBlock.Lines];
        for (var r = 0; r < TBlock.Lines; r++)
            from[r] = (first + r * Group.DimX) * lineStride;
        var fromFew = new int[TBlock.Few];
        for (var j = 0; j < TBlock.Few; j++)
            fromFew[j] = IntrinsicMath.Min(j, shape.Few - 1) * shape.FewLineStride;

        var sums = new T[TBlock.Sums];
        var k = 0;
        for (; k + TBlock.Steps <= shape.K; k += TBlock.Steps)
        {
            for (var step = 0; step < TBlock.Steps; step++)
            {
                for (var r = 0; r < TBlock.Lines; r++)
                {
                    var value = many[from[r] + k * stepStride + step * stepStride];
                    for (var j = 0; j < TBlock.Few; j++)
                    {
                        sums[r * TBlock.Few + j] = TMath.Fma(
                            value, few[fromFew[j] + (k + step) * fewStepStride], sums[r * TBlock.Few + j]);
                    }
                }
            }
        }

        for (; k < shape.K; k++)
        {
            for (var r = 0; r < TBlock.Lines; r++)
            {
                var value = many[from[r] + k * stepStride];
                for (var j = 0; j < TBlock.Few; j++)
                    sums[r * TBlock.Few + j] = TMath.Fma(value, few[fromFew[j] + k * fewStepStride], sums[r * TBlock.Few + j]);
            }
        }

        for (var r = 0; r < TBlock.Lines; r++)
        {
            var line = first + r * Group.DimX;
            for (var j = 0; j < TBlock.Few; j++)
            {
                if (line >= own & j < shape.Few)
                    Store<TEpilogue, T, TMath>(sums[r * TBlock.Few + j], operands, c, shape, epilogue, line, j);
            }
        }
    }

    private static void Store<TEpilogue, T, TMath>(
        T sum, EpilogueOperands<T> operands, ArrayView<T> c, ThinShape shape, TEpilogue epilogue, int line, int other)
        where TEpilogue : unmanaged, IMatMulEpilogue<TEpilogue>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var columns = shape.LinesAreColumns != 0 ? shape.Lines : shape.Few;
        var row = shape.LinesAreColumns != 0 ? other : line;
        var column = shape.LinesAreColumns != 0 ? line : other;
        var word = epilogue.Draw(operands, RandomLayout.Block(row, column, columns)).OfRow(row);
        var offset = row * columns + column;
        c[offset] = epilogue.Apply<T, TMath>(sum, operands, word, column, offset);
    }
}
