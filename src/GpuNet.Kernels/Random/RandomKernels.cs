using ILGPU;

namespace GpuNet.Kernels;

/// <summary>
/// Random numbers: element i depends on the stream and i only, never on launch shape, length or device.
/// </summary>
/// <remarks>
/// Launch: auto-grouped, extent <see cref="RandomLayout.Items"/> of the length; an item writes four elements. Numerics:
/// portable math in both precisions of the network, so the numbers are the same bits everywhere.
/// </remarks>
public static class RandomKernels
{
    /// <summary>y[i] uniform in [low, low + range): low + range * u, u in [0, 1) with 24 bits.</summary>
    public static void Uniform(
        Index1D block, ArrayView<float> y, int length, RandomStream stream, float low, float range)
    {
        var words = stream.Words(block);
        var i = RandomLayout.FirstElement(block);
        Store(y, i, length, PortableMath.Fma(range, Distributions.Uniform(words.X), low));
        Store(y, i + RandomLayout.Stride, length, PortableMath.Fma(range, Distributions.Uniform(words.Y), low));
        Store(y, i + 2 * RandomLayout.Stride, length, PortableMath.Fma(range, Distributions.Uniform(words.Z), low));
        Store(y, i + 3 * RandomLayout.Stride, length, PortableMath.Fma(range, Distributions.Uniform(words.W), low));
    }

    /// <summary><see cref="Uniform"/> of the first stream in device memory, which a replayed step can advance.</summary>
    public static void UniformOfStored(
        Index1D block, ArrayView<float> y, int length, ArrayView<RandomStream> streams, float low, float range) =>
        Uniform(block, y, length, streams[0], low, range);

    /// <summary>y[i] normal with the given mean and deviation, two pairs a block (Box-Muller).</summary>
    public static void Normal(
        Index1D block, ArrayView<float> y, int length, RandomStream stream, float mean, float deviation)
    {
        var words = stream.Words(block);
        var i = RandomLayout.FirstElement(block);
        var radius = deviation * Distributions.NormalRadius(words.X);
        var turn = 2f * Distributions.Uniform(words.Y);
        Store(y, i, length, PortableMath.Fma(radius, PortableMath.CosPi(turn), mean));
        Store(y, i + RandomLayout.Stride, length, PortableMath.Fma(radius, PortableMath.SinPi(turn), mean));
        radius = deviation * Distributions.NormalRadius(words.Z);
        turn = 2f * Distributions.Uniform(words.W);
        Store(y, i + 2 * RandomLayout.Stride, length, PortableMath.Fma(radius, PortableMath.CosPi(turn), mean));
        Store(y, i + 3 * RandomLayout.Stride, length, PortableMath.Fma(radius, PortableMath.SinPi(turn), mean));
    }

    /// <summary><see cref="Normal"/> of the first stream in device memory, which a replayed step can advance.</summary>
    public static void NormalOfStored(
        Index1D block, ArrayView<float> y, int length, ArrayView<RandomStream> streams, float mean, float deviation) =>
        Normal(block, y, length, streams[0], mean, deviation);

    /// <summary>y[i] = 1 with the given probability, else 0.</summary>
    public static void Bernoulli(Index1D block, ArrayView<float> y, int length, RandomStream stream, float probability)
    {
        var words = stream.Words(block);
        var i = RandomLayout.FirstElement(block);
        Store(y, i, length, Distributions.Uniform(words.X) < probability ? 1f : 0f);
        Store(y, i + RandomLayout.Stride, length, Distributions.Uniform(words.Y) < probability ? 1f : 0f);
        Store(y, i + 2 * RandomLayout.Stride, length, Distributions.Uniform(words.Z) < probability ? 1f : 0f);
        Store(y, i + 3 * RandomLayout.Stride, length, Distributions.Uniform(words.W) < probability ? 1f : 0f);
    }

    /// <summary>
    /// y[i] = low + floor(range * word / 2^32), an integer uniform in [low, low + range) but for a bias below range / 2^32.
    /// </summary>
    public static void Integers(Index1D block, ArrayView<int> y, int length, RandomStream stream, int low, uint range)
    {
        var words = stream.Words(block);
        var i = RandomLayout.FirstElement(block);
        Store(y, i, length, Below(words.X, low, range));
        Store(y, i + RandomLayout.Stride, length, Below(words.Y, low, range));
        Store(y, i + 2 * RandomLayout.Stride, length, Below(words.Z, low, range));
        Store(y, i + 3 * RandomLayout.Stride, length, Below(words.W, low, range));
    }

    /// <summary>Counts the steps of streams in device memory up. Launch: auto-grouped, one item a stream.</summary>
    public static void Advance(Index1D index, ArrayView<RandomStream> streams)
    {
        var stream = streams[index];
        stream.Step += 1;
        streams[index] = stream;
    }

    /// <summary>
    /// Hands out the state of streams in device memory, and counts their steps up. Launch: auto-grouped, one item a
    /// stream.
    /// </summary>
    public static void Draw(Index1D index, ArrayView<RandomStream> streams, ArrayView<RandomStream> drawn)
    {
        var stream = streams[index];
        drawn[index] = stream;
        stream.Step += 1;
        streams[index] = stream;
    }

    private static int Below(uint word, int low, uint range) => low + (int)(((ulong)word * range) >> 32);

    private static void Store<T>(ArrayView<T> y, int index, int length, T value) where T : unmanaged
    {
        if (index < length)
            y[index] = value;
    }
}
