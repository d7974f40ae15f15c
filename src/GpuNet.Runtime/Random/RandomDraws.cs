using GpuNet.Kernels;

namespace GpuNet;

/// <summary>
/// What a stretch of a program has drawn from generators, to be drawn again in the same order: by a part of a network
/// that is computed twice. Generators do not move the second time.
/// </summary>
internal sealed class RandomDraws
{
    [ThreadStatic] private static RandomDraws? _current;

    private readonly List<RandomStream> _streams = [];
    private readonly List<Tensor> _masks = []; // streams in device memory
    private RandomDraws? _outer;
    private bool _replays;
    private int _nextStream, _nextMask;

    /// <summary>What this thread records into or draws from, if anything.</summary>
    internal static RandomDraws? Current => _current;

    /// <summary>Records what is drawn until the return value is disposed.</summary>
    internal Stretch Record() => Begin(replays: false);

    /// <summary>Draws what was recorded until the return value is disposed.</summary>
    internal Stretch Replay() => Begin(replays: true);

    /// <summary>The next draw of a generator that counts on the host.</summary>
    /// <param name="fresh">Draws a new one.</param>
    internal RandomStream Stream(Func<RandomStream> fresh)
    {
        if (_replays) return _streams[_nextStream++];
        var stream = _outer?.Stream(fresh) ?? fresh();
        _streams.Add(stream);
        return stream;
    }

    /// <summary>The next draw of a generator that counts on the device.</summary>
    /// <param name="device">The device.</param>
    /// <param name="fresh">Draws a new one.</param>
    internal Tensor Mask(Device device, Func<Device, Tensor> fresh)
    {
        if (_replays) return _masks[_nextMask++];
        var mask = _outer?.Mask(device, fresh) ?? fresh(device);
        _masks.Add(mask.Alias());
        return mask;
    }

    /// <summary>Hands what was drawn to the scope that is open now: it lives as long as a saved value.</summary>
    internal void MoveToCurrentScope()
    {
        for (var i = 0; i < _masks.Count; i++)
        {
            using var mask = _masks[i];
            _masks[i] = mask.Detach();
        }
    }

    private Stretch Begin(bool replays)
    {
        (_outer, _replays, _nextStream, _nextMask) = (_current, replays, 0, 0);
        _current = this;
        return new Stretch(this);
    }

    /// <summary>A stretch of recording or drawing again; disposing it ends it.</summary>
    internal readonly struct Stretch(RandomDraws draws) : IDisposable
    {
        public void Dispose() => (_current, draws._outer) = (draws._outer, null);
    }
}
