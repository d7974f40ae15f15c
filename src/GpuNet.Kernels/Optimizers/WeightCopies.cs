using ILGPU;

namespace GpuNet.Kernels;

/// <summary>
/// Where an optimizer's kernel stores a parameter's new value once more, for the matrix products of the next step: they read weights
/// rounded, which would take a pass over all of them otherwise.
/// </summary>
/// <typeparam name="TStored">What the view of the copy holds.</typeparam>
/// <typeparam name="T">What parameters are computed in.</typeparam>
public interface IWeightCopy<TStored, T>
    where TStored : unmanaged
    where T : unmanaged
{
    /// <summary>Stores the new value of a parameter.</summary>
    /// <param name="copy">The copy, laid out as the parameters.</param>
    /// <param name="index">The parameter's place in it.</param>
    /// <param name="value">Its value.</param>
    static abstract void Store(ArrayView<TStored> copy, int index, T value);
}

/// <summary>No copy: products read the parameters themselves. The view may be any.</summary>
/// <typeparam name="T">What parameters are computed in.</typeparam>
public readonly struct NoWeightCopy<T> : IWeightCopy<T, T> where T : unmanaged
{
    /// <inheritdoc/>
    public static void Store(ArrayView<T> copy, int index, T value)
    {
    }
}

/// <summary>A copy of floats as <typeparamref name="TStorage"/> rounds them.</summary>
/// <typeparam name="TStored">What the view of the copy holds.</typeparam>
/// <typeparam name="TStorage">How they are rounded.</typeparam>
public readonly struct RoundedWeightCopy<TStored, TStorage> : IWeightCopy<TStored, float>
    where TStored : unmanaged
    where TStorage : unmanaged, IStorage<TStored, float>
{
    /// <inheritdoc/>
    public static void Store(ArrayView<TStored> copy, int index, float value) => copy[index] = TStorage.Store(value);
}
