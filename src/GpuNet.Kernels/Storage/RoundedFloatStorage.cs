namespace GpuNet.Kernels;

/// <summary>Floats that another storage can hold, lying in memory as floats: operands of products where no tensor cores take short ones.</summary>
/// <typeparam name="TStored">What a view of the other storage holds.</typeparam>
/// <typeparam name="TStorage">The storage that floats are rounded to.</typeparam>
public readonly struct RoundedFloatStorage<TStored, TStorage> : IStorage<float, float>
    where TStored : unmanaged
    where TStorage : unmanaged, IStorage<TStored, float>
{
    /// <inheritdoc/>
    public static float Load(float stored) => stored;

    /// <summary>Rounded as the other storage rounds.</summary>
    public static float Store(float value) => TStorage.Load(TStorage.Store(value));
}
