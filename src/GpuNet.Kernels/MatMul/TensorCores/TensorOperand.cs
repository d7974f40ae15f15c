using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;

namespace GpuNet.Kernels;

/// <summary>
/// An operand of <see cref="TensorCoreMatMul"/> and <see cref="WarpgroupMatMul"/>: how the items of a group bring 128 bytes of
/// k of its lines to shared memory, in pieces of 16 bytes, and how they read fragments from there.
/// </summary>
/// <remarks>
/// A tile lies as the operand does, line by line or step by step, in columns of 128 bytes. Pieces change places within
/// their 128 bytes by the row's number, so that those that are read together, eight rows below each other, lie in different
/// banks. Numbers of 16 bits, and any that lie line by line, so have the layout that <c>wgmma</c> calls a swizzle of 128 bytes.
/// </remarks>
internal struct TensorOperand
{
    /// <summary>Bytes of k in a tile: four products of fragments.</summary>
    internal const int DepthBytes = 128;

    private const int PieceBytes = 16;

    private const int PiecesOfRow = DepthBytes / PieceBytes;

    /// <summary>Where the operand lies, its numbers in units of 16 bits.</summary>
    internal ArrayView<short> Source;

    /// <summary>All its lines and steps, and their distances, in numbers.</summary>
    internal int Lines, Steps, LineStride, StepStride;

    /// <summary>The first line of the tile.</summary>
    internal int FirstLine;

    /// <summary>1 where pieces of 16 bytes are aligned, and lie within the operand whole or not at all.</summary>
    internal int HasVectors;

    /// <summary>
    /// Brings the item's pieces: as copies that go on, or, where pieces are not whole, number by number. Lines and steps
    /// beyond the edges become zeros.
    /// </summary>
    /// <param name="shared">All shared memory.</param>
    /// <param name="address">Its address.</param>
    /// <param name="start">Where the tile starts in it, in bytes.</param>
    /// <param name="firstStep">The first step of the tile.</param>
    /// <param name="lines">Lines of a tile.</param>
    /// <param name="items">Items of a group.</param>
    internal readonly void Load<TFormat, TOrder>(
        ArrayView<short> shared, int address, int start, int firstStep, int lines, int items)
        where TFormat : unmanaged, ITensorFormat
        where TOrder : unmanaged, IOperandOrder
    {
        if (HasVectors != 0)
            StartCopies<TFormat, TOrder>(address + start, firstStep, lines, items);
        else
            LoadNumbers<TFormat, TOrder>(shared, start, firstStep, lines, items);
    }

    /// <summary>The same where pieces are whole: copies to the tile at an address, which go on.</summary>
    internal readonly void StartCopies<TFormat, TOrder>(int tile, int firstStep, int lines, int items)
        where TFormat : unmanaged, ITensorFormat
        where TOrder : unmanaged, IOperandOrder
    {
        var rowBytes = RowBytes<TFormat, TOrder>(lines);
        var row = Group.IdxX / (rowBytes / PieceBytes);
        var piece = Group.IdxX - row * (rowBytes / PieceBytes);
        var number = piece * (PieceBytes / TFormat.Bytes);
        var source = Source.LoadEffectiveAddressAsPtr().ToInt64();
        for (var part = 0; part < lines * DepthBytes / PieceBytes / items; part++)
        {
            var line = FirstLine + (TOrder.LinesAreAdjacent ? number : row);
            var step = firstStep + (TOrder.LinesAreAdjacent ? row : number);
            var isThere = line < Lines & step < Steps;
            var offset = isThere ? (long)line * LineStride + (long)step * StepStride : 0;
            AsyncCopy.Start(
                tile + Place<TFormat, TOrder>(row, piece), source + offset * TFormat.Bytes,
                isThere ? PieceBytes : 0);
            row += items / (rowBytes / PieceBytes);
        }
    }

    /// <summary>Rounds the pieces that the item has copied to a tile.</summary>
    internal static void RoundPieces<TFormat, TOrder>(int tile, int lines, int items)
        where TFormat : unmanaged, ITensorFormat
        where TOrder : unmanaged, IOperandOrder
    {
        var rowBytes = RowBytes<TFormat, TOrder>(lines);
        var row = Group.IdxX / (rowBytes / PieceBytes);
        var piece = Group.IdxX - row * (rowBytes / PieceBytes);
        for (var part = 0; part < lines * DepthBytes / PieceBytes / items; part++)
        {
            Input<int> address = tile + Place<TFormat, TOrder>(row, piece);
            Output<int> r0 = default, r1 = default, r2 = default, r3 = default;
            CudaAsm.EmitRef("ld.shared.v4.b32 {%0, %1, %2, %3}, [%4];", ref r0, ref r1, ref r2, ref r3, ref address);
            CudaAsm.Emit(
                "st.shared.v4.b32 [%0], {%1, %2, %3, %4};", address.Value, TFormat.Round(r0.Value), TFormat.Round(r1.Value),
                TFormat.Round(r2.Value), TFormat.Round(r3.Value));
            row += items / (rowBytes / PieceBytes);
        }
    }

    private readonly void LoadNumbers<TFormat, TOrder>(
        ArrayView<short> shared, int start, int firstStep, int lines, int items)
        where TFormat : unmanaged, ITensorFormat
        where TOrder : unmanaged, IOperandOrder
    {
        var halves = TFormat.Bytes / 2;
        var rowBytes = RowBytes<TFormat, TOrder>(lines);
        var halvesOfRow = rowBytes / 2;
        for (var index = Group.IdxX; index < lines * DepthBytes / 2; index += items)
        {
            var row = index / halvesOfRow;
            var inRow = index - row * halvesOfRow;
            var line = FirstLine + (TOrder.LinesAreAdjacent ? inRow / halves : row);
            var step = firstStep + (TOrder.LinesAreAdjacent ? row : inRow / halves);
            short value = 0;
            if (line < Lines & step < Steps)
                value = Source[((long)line * LineStride + (long)step * StepStride) * halves + inRow % halves];
            var target = start + Place<TFormat, TOrder>(row, inRow * 2 / PieceBytes);
            shared[target / 2 + inRow % (PieceBytes / 2)] = value;
        }
    }

    /// <summary>
    /// The four registers of a fragment of 16 lines and 32 bytes of k: of lines 0 to 7 and of lines 8 to 15, the first 16 bytes and the
    /// others.
    /// </summary>
    /// <param name="registers">Gets them.</param>
    /// <param name="at">The first one's index.</param>
    /// <param name="nextLines">Distance of the registers for lines 8 to 15 from those for lines 0 to 7: 1, or 2.</param>
    /// <param name="nextBytes">Distance of the registers for the other 16 bytes of k: 2, or 1.</param>
    /// <param name="shared">All shared memory.</param>
    /// <param name="address">Its address.</param>
    /// <param name="start">Where the tile starts in it, in bytes.</param>
    /// <param name="line">The fragment's first line in the tile.</param>
    /// <param name="part">Which 32 bytes of k.</param>
    internal static void LoadFragment<TFormat, TOrder>(
        int[] registers, int at, int nextLines, int nextBytes, ArrayView<short> shared, int address, int start,
        int line, int part)
        where TFormat : unmanaged, ITensorFormat
        where TOrder : unmanaged, IOperandOrder
    {
        var lane = Group.IdxX % 32;
        if (TOrder.LinesAreAdjacent & TFormat.Bytes == 4)
        {
            // No instruction transposes numbers of 32 bits: each item reads its own.
            var floats = shared.Cast<int>();
            for (var half = 0; half < 2; half++)
            {
                var step = part * 8 + half * 4 + lane % 4;
                var low = At<TFormat, TOrder>(start, step, line + lane / 4);
                var high = At<TFormat, TOrder>(start, step, line + 8 + lane / 4);
                registers[at + half * nextBytes] = TFormat.Round(floats[low / 4]);
                registers[at + half * nextBytes + nextLines] = TFormat.Round(floats[high / 4]);
            }

            return;
        }

        // Each eight lanes tell where the rows of one 8 x 8 matrix are, in the order of the registers: what is multiplied together has
        // to lie side by side, or is moved before each multiplication.
        var inMatrix = lane % 8;
        var upperLines = lane / (8 * nextLines) % 2;
        var upperBytes = lane / (8 * nextBytes) % 2;
        int r0, r1, r2, r3;
        if (TOrder.LinesAreAdjacent)
        {
            var step = part * 16 + upperBytes * 8 + inMatrix;
            var from = start + Place<TFormat, TOrder>(step, line / 8 + upperLines);
            Output<int> o0 = default, o1 = default, o2 = default, o3 = default;
            Input<int> source = address + from;
            CudaAsm.EmitRef(
                "ldmatrix.sync.aligned.m8n8.x4.trans.shared.b16 {%0, %1, %2, %3}, [%4];",
                ref o0, ref o1, ref o2, ref o3, ref source);
            (r0, r1, r2, r3) = (o0.Value, o1.Value, o2.Value, o3.Value);
        }
        else
        {
            var row = line + upperLines * 8 + inMatrix;
            var from = start + Place<TFormat, TOrder>(row, part * 2 + upperBytes);
            Output<int> o0 = default, o1 = default, o2 = default, o3 = default;
            Input<int> source = address + from;
            CudaAsm.EmitRef(
                "ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];",
                ref o0, ref o1, ref o2, ref o3, ref source);
            (r0, r1, r2, r3) = (o0.Value, o1.Value, o2.Value, o3.Value);
        }

        registers[at] = TFormat.Round(r0);
        registers[at + 1] = TFormat.Round(r1);
        registers[at + 2] = TFormat.Round(r2);
        registers[at + 3] = TFormat.Round(r3);
    }

    /// <summary>Bytes of a tile's row: a line's steps, or a step's lines.</summary>
    private static int RowBytes<TFormat, TOrder>(int lines)
        where TFormat : unmanaged, ITensorFormat
        where TOrder : unmanaged, IOperandOrder =>
        TOrder.LinesAreAdjacent ? lines * TFormat.Bytes : DepthBytes;

    /// <summary>Where a piece of a row lies in the tile, in bytes; rows longer than 128 bytes go on in the next column.</summary>
    internal static int Place<TFormat, TOrder>(int row, int piece)
        where TFormat : unmanaged, ITensorFormat
        where TOrder : unmanaged, IOperandOrder
    {
        // Single numbers of four rows and two pieces are read together, or pieces of eight rows.
        var turn = TOrder.LinesAreAdjacent & TFormat.Bytes == 4 ? row % 4 * 2 : row % PiecesOfRow;
        var place = row * DepthBytes + (piece ^ turn) % PiecesOfRow * PieceBytes;
        return TOrder.LinesAreAdjacent ? place + piece / PiecesOfRow * (DepthBytes / TFormat.Bytes * DepthBytes) : place;
    }

    /// <summary>Where a number lies whose lines are adjacent, in bytes.</summary>
    private static int At<TFormat, TOrder>(int start, int step, int line)
        where TFormat : unmanaged, ITensorFormat
        where TOrder : unmanaged, IOperandOrder =>
        start + Place<TFormat, TOrder>(step, line * TFormat.Bytes / PieceBytes) + line * TFormat.Bytes % PieceBytes;
}
