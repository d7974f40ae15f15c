namespace ILGPU.Algorithms;

/// <summary>
/// The part of an input that the calling group works on in a number of iterations of a group each; this item's first
/// element in it.
/// </summary>
public readonly struct TileInfo
{
    public TileInfo(int inputLength, Index1D numIterationsPerGroup)
    {
        TileSize = Group.DimX * numIterationsPerGroup.X;
        StartIndex = Grid.IdxX * TileSize.X + Group.IdxX;
        EndIndex = (Grid.IdxX + 1) * TileSize.X;
        MaxLength = IntrinsicMath.Min(inputLength, EndIndex.X);
    }

    public Index1D TileSize { get; }

    public Index1D StartIndex { get; }

    public Index1D EndIndex { get; }

    // The end of the tile, but not beyond the input's.
    public Index1D MaxLength { get; }
}
