namespace ILGPU;

public static class AlgorithmContext
{
    // The algorithms are ordinary kernels here: nothing has to be registered, and programs that ask for them still compile.
    public static Context.Builder EnableAlgorithms(this Context.Builder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder;
    }
}
