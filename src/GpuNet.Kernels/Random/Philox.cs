namespace GpuNet.Kernels;

/// <summary>Four 32-bit words: a counter of the generator or what it gives.</summary>
public struct RandomWords
{
    /// <summary>Word 0.</summary>
    public uint X;

    /// <summary>Word 1.</summary>
    public uint Y;

    /// <summary>Word 2.</summary>
    public uint Z;

    /// <summary>Word 3.</summary>
    public uint W;

    /// <summary>The word of a row, where a block serves four rows.</summary>
    /// <param name="row">The row; its last two bits count.</param>
    public readonly uint OfRow(int row) =>
        (row & 3) == 0 ? X : (row & 3) == 1 ? Y : (row & 3) == 2 ? Z : W;
}

/// <summary>
/// Philox4x32-10, a counter-based generator: four random words are a function of a 128-bit counter and a 64-bit key,
/// with no state. Source: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011.
/// </summary>
public static class Philox
{
    private const uint Multiplier0 = 0xD2511F53;
    private const uint Multiplier1 = 0xCD9E8D57;
    private const uint Weyl0 = 0x9E3779B9;
    private const uint Weyl1 = 0xBB67AE85;

    /// <summary>The four words of a counter under a key, after ten rounds.</summary>
    public static RandomWords Generate(RandomWords counter, uint key0, uint key1)
    {
        for (var round = 0; round < 10; round++)
        {
            var product0 = (ulong)Multiplier0 * counter.X;
            var product1 = (ulong)Multiplier1 * counter.Z;
            RandomWords next;
            next.X = (uint)(product1 >> 32) ^ counter.Y ^ key0;
            next.Y = (uint)product1;
            next.Z = (uint)(product0 >> 32) ^ counter.W ^ key1;
            next.W = (uint)product0;
            counter = next;
            key0 += Weyl0;
            key1 += Weyl1;
        }

        return counter;
    }
}
