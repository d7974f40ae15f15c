namespace GpuNet.Kernels;

/// <summary>IEEE double precision. What is narrower than a float gets a double's value rounded to a float first, as in torch.</summary>
public readonly struct Float64Storage : IStorage<double, float>, IStorage<double, double>
{
    static float IStorage<double, float>.Load(double stored) => (float)stored;

    static double IStorage<double, float>.Store(float value) => value;

    static double IStorage<double, double>.Load(double stored) => stored;

    static double IStorage<double, double>.Store(double value) => value;
}
