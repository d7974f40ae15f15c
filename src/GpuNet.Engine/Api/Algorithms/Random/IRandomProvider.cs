namespace ILGPU.Algorithms.Random;

public interface IRandomProvider
{
    // Not negative.
    int Next();

    long NextLong();

    // In [0, 1).
    float NextFloat();

    double NextDouble();
}

public interface IRandomProvider<TProvider> : IRandomProvider
    where TProvider : struct, IRandomProvider<TProvider>
{
    // Leaves out as many numbers.
    void ShiftPeriod(int shift);

    // Another provider, seeded by this one.
    TProvider NextProvider();

    TProvider CreateProvider(System.Random random);

    TProvider CreateProvider<TRandomProvider>(ref TRandomProvider random)
        where TRandomProvider : struct, IRandomProvider<TRandomProvider>;
}
