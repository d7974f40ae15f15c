namespace GpuNet.Kernels;

/// <summary>
/// Names a sequence of random numbers: number i of it depends on these four fields and on i, on nothing else. Kept in
/// device memory where a recorded step is replayed: <see cref="RandomKernels.Advance"/> counts <see cref="Step"/> up.
/// </summary>
public struct RandomStream
{
    /// <summary>Low half of the seed.</summary>
    public uint SeedLow;

    /// <summary>High half of the seed.</summary>
    public uint SeedHigh;

    /// <summary>Which stream of the seed: one for each use (a layer's dropout, an initialization, a shuffle).</summary>
    public uint Stream;

    /// <summary>Which step of the stream.</summary>
    public uint Step;

    /// <summary>A stream of a seed, at step 0.</summary>
    public RandomStream(ulong seed, uint stream)
    {
        SeedLow = (uint)seed;
        SeedHigh = (uint)(seed >> 32);
        Stream = stream;
        Step = 0;
    }

    /// <summary>Four words of this sequence.</summary>
    /// <param name="block">Which four.</param>
    public readonly RandomWords Words(int block)
    {
        RandomWords counter;
        counter.X = (uint)block;
        counter.Y = Step;
        counter.Z = Stream;
        counter.W = 0;
        return Philox.Generate(counter, SeedLow, SeedHigh);
    }
}
