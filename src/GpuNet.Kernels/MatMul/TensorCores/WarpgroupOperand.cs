namespace GpuNet.Kernels;

/// <summary>How <c>wgmma</c> finds an operand that <see cref="TensorOperand"/> has brought to shared memory.</summary>
/// <remarks>
/// Source: PTX ISA, "Matrix Descriptor Format" and "Strides". Tiles start at multiples of <see cref="Alignment"/>, so that the pattern
/// by which pieces change places, eight rows of 128 bytes, starts there, too.
/// </remarks>
internal static class WarpgroupOperand
{
    /// <summary>Tiles start at multiples of so many bytes: the pattern's own length.</summary>
    internal const int Alignment = 1024;

    /// <summary>64 lines of a tile, however they lie: what a warpgroup takes of A.</summary>
    internal const int LinesBytes = 64 * TensorOperand.DepthBytes;

    /// <summary>What is the same wherever the operand lies.</summary>
    private const long Swizzle128 = 1L << 62;

    /// <summary>Distance of eight rows, in units of 16 bytes.</summary>
    private const long NextRows = (long)(Alignment >> 4) << 32;

    /// <summary>Distance of the next 64 lines where they lie side by side; otherwise it is not read.</summary>
    private const long NextLines = (long)(LinesBytes >> 4) << 16;

    /// <summary>The descriptor of an operand's lines from the address on, in the first 32 bytes of k.</summary>
    internal static long DescriptorOf(int address) =>
        Swizzle128 | NextRows | NextLines | (uint)((address & 0x3FFFF) >> 4);

    /// <summary>What the next 32 bytes of k add to a descriptor: a step in the row, or 16 rows of 128 bytes.</summary>
    internal static long NextSteps<TOrder>() where TOrder : unmanaged, IOperandOrder =>
        (TOrder.LinesAreAdjacent ? 16 * TensorOperand.DepthBytes : 32) >> 4;
}
