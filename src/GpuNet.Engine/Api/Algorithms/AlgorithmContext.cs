namespace ILGPU;

public static class AlgorithmContext
{
    // The algorithms are ordinary kernels here, so there is nothing to register.
    public static Context.Builder EnableAlgorithms(this Context.Builder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder;
    }
}
