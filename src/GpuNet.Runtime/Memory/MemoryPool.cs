using ILGPU.Runtime;

namespace GpuNet;

/// <summary>
/// The memory of one device: blocks in size classes, kept for reuse. Work on a device runs in order, so a block may be
/// handed out again while earlier work on it is still queued. Safe to use from any thread.
/// </summary>
public sealed class MemoryPool : IBlockOwner
{
    private readonly Lock _lock = new();
    private readonly Device _device;
    private readonly Stack<Storage>?[] _free = new Stack<Storage>?[SizeClass.Count];

    // All blocks, rented or free: a block whose tensor was collected must reach its keeper's finalizer before its own
    // buffer's runs.
    private readonly HashSet<Storage> _blocks = [];

    private long _inUse, _peak, _reserved, _deviceAllocations, _rentals;

    internal MemoryPool(Device device)
    {
        _device = device;
        Limit = device.Accelerator.MemorySize;
    }

    /// <summary>The most the pool takes from the device, in bytes; the device's memory by default.</summary>
    public long Limit { get; set; }

    /// <summary>The pool's statistics now.</summary>
    public PoolStatistics Statistics
    {
        get
        {
            lock (_lock) return new PoolStatistics(_inUse, _peak, _reserved, _deviceAllocations, _rentals);
        }
    }

    /// <summary>Starts a new high-water mark at what is in use now.</summary>
    public void ResetPeak()
    {
        lock (_lock) _peak = _inUse;
    }

    /// <summary>Gives the blocks that nobody uses back to the device.</summary>
    public void Trim()
    {
        // Queued work may still use a free block.
        _device.Accelerator.Synchronize();
        lock (_lock)
        {
            for (var sizeClass = 0; sizeClass < _free.Length; sizeClass++)
            {
                while (_free[sizeClass] is { Count: > 0 } blocks)
                {
                    var block = blocks.Pop();
                    _blocks.Remove(block);
                    block.DisposeBuffer();
                    _reserved -= SizeClass.Bytes(sizeClass);
                }
            }
        }
    }

    /// <summary>
    /// Hands out a block of at least <paramref name="bytes"/> bytes with one reference; its content is undefined.
    /// </summary>
    /// <exception cref="DeviceOutOfMemoryException">The device has no room, even without the blocks kept for
    /// reuse.</exception>
    internal Storage Rent(long bytes)
    {
        var step = Recording.Current?.Memory;
        var storage = step is not null && step.IsOf(this) ? step.Take(bytes) : Take(bytes);
        storage.Retain();
        return storage;
    }

    /// <summary>Hands out a block without a reference.</summary>
    internal Storage Take(long bytes)
    {
        var sizeClass = SizeClass.Of(bytes);
        return TryTake(sizeClass) ?? TryAllocate(sizeClass, out _) ?? TakeUnderPressure(bytes, sizeClass);
    }

    void IBlockOwner.Return(Storage storage) => Return(storage);

    internal void Return(Storage storage)
    {
        storage.Owner = this;
        lock (_lock)
        {
            (_free[storage.SizeClassIndex] ??= new Stack<Storage>()).Push(storage);
            _inUse -= SizeClass.Bytes(storage.SizeClassIndex);
        }
    }

    private Storage TakeUnderPressure(long bytes, int sizeClass)
    {
        // Tensors outside any scope are returned by their finalizers, which may not have run yet.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        if (TryTake(sizeClass) is { } returned) return returned;
        Trim();
        return TryAllocate(sizeClass, out var refusal)
            ?? throw new DeviceOutOfMemoryException(
                _device.Id, bytes, Math.Max(0, Limit - _reserved), Statistics, refusal);
    }

    private Storage? TryTake(int sizeClass)
    {
        lock (_lock)
        {
            if (_free[sizeClass] is not { Count: > 0 } blocks) return null;
            CountRental(sizeClass);
            return blocks.Pop();
        }
    }

    private Storage? TryAllocate(int sizeClass, out Exception? refusal)
    {
        refusal = null;
        var size = SizeClass.Bytes(sizeClass);
        lock (_lock)
        {
            if (size > Limit - _reserved) return null;
            try
            {
                var storage = new Storage(_device, this, _device.Accelerator.AllocateRaw(size, 1), sizeClass);
                _blocks.Add(storage);
                _reserved += size;
                _deviceAllocations++;
                CountRental(sizeClass);
                return storage;
            }
            catch (Exception error) when (error is AcceleratorException or OutOfMemoryException)
            {
                refusal = error;
                return null;
            }
        }
    }

    private void CountRental(int sizeClass)
    {
        _rentals++;
        _inUse += SizeClass.Bytes(sizeClass);
        _peak = Math.Max(_peak, _inUse);
    }
}
