namespace GpuNet;

/// <summary>Takes back a block of device memory when nobody refers to it any more.</summary>
internal interface IBlockOwner
{
    /// <summary>Takes the block back; called from any thread, the finalizers' too.</summary>
    void Return(Storage block);
}
