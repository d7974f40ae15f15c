namespace ILGPU.Algorithms.Random.Operations;

public interface IRandomProviderOperation<T, TRandomProvider>
    where T : struct
    where TRandomProvider : struct, IRandomProvider
{
    T Apply(ref TRandomProvider randomProvider);
}

public readonly struct NextIntOperation<TRandomProvider> : IRandomProviderOperation<int, TRandomProvider>
    where TRandomProvider : struct, IRandomProvider
{
    public int Apply(ref TRandomProvider randomProvider) => randomProvider.Next();
}

public readonly struct NextLongOperation<TRandomProvider> : IRandomProviderOperation<long, TRandomProvider>
    where TRandomProvider : struct, IRandomProvider
{
    public long Apply(ref TRandomProvider randomProvider) => randomProvider.NextLong();
}

public readonly struct NextFloatOperation<TRandomProvider> : IRandomProviderOperation<float, TRandomProvider>
    where TRandomProvider : struct, IRandomProvider
{
    public float Apply(ref TRandomProvider randomProvider) => randomProvider.NextFloat();
}

public readonly struct NextDoubleOperation<TRandomProvider> : IRandomProviderOperation<double, TRandomProvider>
    where TRandomProvider : struct, IRandomProvider
{
    public double Apply(ref TRandomProvider randomProvider) => randomProvider.NextDouble();
}
