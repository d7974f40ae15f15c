namespace GpuNet.Kernels;

/// <summary>
/// How the numbers of one element type lie in memory, for kernels that compute in <typeparamref name="T"/>: what is
/// loaded is widened, what is stored is rounded once. Integer operations on the bits where a device may lack the type,
/// so that every device has it, and gives the same bits.
/// </summary>
/// <typeparam name="TStored">What a view of the elements holds.</typeparam>
/// <typeparam name="T">What kernels compute in: <see cref="float"/>, <see cref="double"/> or <see cref="long"/>.</typeparam>
/// <remarks>
/// Floats are rounded to nearest even and become integers by truncation, those beyond the integer's range its nearest
/// end and NaN 0; integers keep their low bits in narrower ones; anything but 0 is true. Sources: IEEE 754, torch's
/// <c>Tensor.to</c> (which leaves what is beyond a range undefined).
/// </remarks>
public interface IStorage<TStored, T>
    where TStored : unmanaged
    where T : unmanaged
{
    /// <summary>The number that lies in memory as <paramref name="stored"/>.</summary>
    static abstract T Load(TStored stored);

    /// <summary>What to store for a number.</summary>
    static abstract TStored Store(T value);
}
