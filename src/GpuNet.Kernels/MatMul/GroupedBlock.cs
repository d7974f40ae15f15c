namespace GpuNet.Kernels;

/// <summary>What a group, or an item, works on in a launch that many matrices share.</summary>
public struct GroupedBlock
{
    /// <summary>Which of the matrices, or products.</summary>
    public int Owner;

    /// <summary>Which of the blocks that a launch for it alone would have.</summary>
    public int Block;
}
