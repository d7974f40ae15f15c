using ILGPU;
using ILGPU.Runtime;

namespace GpuNet.Kernels;

/// <summary>
/// How the items of a group bring 16 steps of an operand's lines to shared memory, step by step of k, a few quads each.
/// </summary>
internal struct BufferedOperand
{
    /// <summary>Steps of k in a tile.</summary>
    internal const int Depth = 16;

    /// <summary>Where the operand lies.</summary>
    internal ArrayView<float> Source;

    /// <summary>All its lines and steps, and their distances.</summary>
    internal int Lines, Steps, LineStride, StepStride;

    /// <summary>The first line of the tile.</summary>
    internal int FirstLine;

    /// <summary>1 where whole quads can be read.</summary>
    internal int HasVectors;

    /// <summary>What stands for steps behind the last one: -0 in A, +0 in B. The product, -0, changes no sum, not even -0.</summary>
    internal float Padding;

    /// <summary>Whether a tile's quads lie within the operand, one and all, and can be read whole.</summary>
    internal readonly bool IsWhole(int step) => HasVectors != 0 & step + Depth <= Steps;

    /// <summary>
    /// The quads of an item. Lines beyond the edge repeat the last ones: what comes of them is not stored.
    /// </summary>
    /// <param name="staged">Where to put them.</param>
    /// <param name="firstStep">The first step of the tile.</param>
    /// <param name="lines">Lines of a tile.</param>
    /// <param name="items">Items of a group.</param>
    internal readonly void Load<TOrder>(Quad[] staged, int firstStep, int lines, int items)
        where TOrder : unmanaged, IOperandOrder
    {
        var quadsOfRun = TOrder.LinesAreAdjacent ? lines / 4 : Depth / 4;
        var run = Group.IdxX / quadsOfRun;
        var place = (Group.IdxX - run * quadsOfRun) * 4;
        for (var part = 0; part < lines * Depth / 4 / items; part++)
        {
            var line = FirstLine + (TOrder.LinesAreAdjacent ? place : run);
            var step = firstStep + (TOrder.LinesAreAdjacent ? run : place);
            if (IsWhole(firstStep))
            {
                line = IntrinsicMath.Min(line, TOrder.LinesAreAdjacent ? Lines - 4 : Lines - 1);
                staged[part] = Quad.LoadGlobal(Source, (long)line * LineStride + (long)step * StepStride);
            }
            else
            {
                var nextLine = TOrder.LinesAreAdjacent ? 1 : 0;
                Quad quad;
                quad.X = Element(line, step);
                quad.Y = Element(line + nextLine, step + (1 - nextLine));
                quad.Z = Element(line + 2 * nextLine, step + 2 * (1 - nextLine));
                quad.W = Element(line + 3 * nextLine, step + 3 * (1 - nextLine));
                staged[part] = quad;
            }

            run += items / quadsOfRun;
        }
    }

    /// <summary>Stores the quads of an item where each step has its lines side by side.</summary>
    /// <param name="staged">The quads.</param>
    /// <param name="tile">The tile, its steps <paramref name="lines"/> + 4 apart.</param>
    /// <param name="lines">Lines of a tile.</param>
    /// <param name="items">Items of a group.</param>
    internal static void Store<TOrder>(Quad[] staged, ArrayView<float> tile, int lines, int items)
        where TOrder : unmanaged, IOperandOrder
    {
        var pitch = lines + 4;
        var quadsOfRun = TOrder.LinesAreAdjacent ? lines / 4 : Depth / 4;
        var run = Group.IdxX / quadsOfRun;
        var place = (Group.IdxX - run * quadsOfRun) * 4;
        for (var part = 0; part < lines * Depth / 4 / items; part++)
        {
            if (TOrder.LinesAreAdjacent)
            {
                staged[part].Store(tile, run * pitch + place);
            }
            else
            {
                tile[place * pitch + run] = staged[part].X;
                tile[(place + 1) * pitch + run] = staged[part].Y;
                tile[(place + 2) * pitch + run] = staged[part].Z;
                tile[(place + 3) * pitch + run] = staged[part].W;
            }

            run += items / quadsOfRun;
        }
    }

    /// <summary>Lets the device copy the item's quads of a whole tile whose neighbouring lines are adjacent.</summary>
    internal readonly void StartCopy(ArrayView<float> tile, int firstStep, int lines, int items)
    {
        var pitch = lines + 4;
        var run = Group.IdxX / (lines / 4);
        var place = (Group.IdxX - run * (lines / 4)) * 4;
        var line = IntrinsicMath.Min(FirstLine + place, Lines - 4);
        var source = Source.LoadEffectiveAddressAsPtr().ToInt64()
            + ((long)(firstStep + run) * StepStride + line) * sizeof(float);
        var target = AsyncCopy.AddressOf(tile) + (run * pitch + place) * sizeof(float);
        for (var part = 0; part < lines * Depth / 4 / items; part++)
        {
            AsyncCopy.Start(target, source);
            source += (long)(items / (lines / 4)) * StepStride * sizeof(float);
            target += items / (lines / 4) * pitch * sizeof(float);
        }
    }

    private readonly float Element(int line, int step)
    {
        line = IntrinsicMath.Min(line, Lines - 1);
        var value = Source[(long)line * LineStride + (long)IntrinsicMath.Min(step, Steps - 1) * StepStride];
        return step < Steps ? value : Padding;
    }
}
