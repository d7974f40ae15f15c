namespace GpuNet.Kernels;

/// <summary>IEEE single precision.</summary>
public readonly struct Float32Storage : IStorage<float, float>
{
    /// <inheritdoc/>
    public static float Load(float stored) => stored;

    /// <inheritdoc/>
    public static float Store(float value) => value;
}
