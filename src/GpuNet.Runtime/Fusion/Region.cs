using ILGPU;

namespace GpuNet.Fusion;

/// <summary>Where a tensor's elements begin in a storage.</summary>
/// <param name="Storage">The storage.</param>
/// <param name="Offset">The first element.</param>
internal readonly record struct Region(Storage Storage, int Offset)
{
    internal ArrayView<T> View<T>(int count) where T : unmanaged => Storage.View<T>(Offset, count);
}
