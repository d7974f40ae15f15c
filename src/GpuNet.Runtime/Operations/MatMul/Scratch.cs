using ILGPU;

namespace GpuNet.Operations;

/// <summary>Memory of the pool for the time of some launches; what is issued later may have it again.</summary>
internal readonly struct Scratch<T>(Device device, long length) : IDisposable where T : unmanaged
{
    private readonly Storage _storage = device.Memory.Rent(length * Interop.SizeOf<T>());

    internal ArrayView<T> View => _storage.View<T>(0, length);

    public void Dispose() => _storage.Release();
}
