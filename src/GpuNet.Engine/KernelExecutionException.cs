using ILGPU;

namespace GpuNet.Engine;

/// <summary>
/// A work-item failed while its kernel ran. <see cref="Exception.InnerException"/> is what the kernel threw, if it did.
/// </summary>
public sealed class KernelExecutionException : Exception
{
    internal KernelExecutionException(string message, Index3D groupIndex, Index3D itemIndex, Exception? innerException)
        : base(message, innerException)
    {
        GroupIndex = groupIndex;
        ItemIndex = itemIndex;
    }

    /// <summary>The index of the item's group in the grid.</summary>
    public Index3D GroupIndex { get; }

    /// <summary>The index of the item in its group.</summary>
    public Index3D ItemIndex { get; }
}
