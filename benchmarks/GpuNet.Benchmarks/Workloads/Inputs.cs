namespace GpuNet.Benchmarks.Workloads;

/// <summary>Inputs of workloads: the same on every device and in every run.</summary>
internal static class Inputs
{
    /// <summary>Normally distributed numbers.</summary>
    public static Tensor Normal(Shape shape, Device device) => new Generator(seed: 1).Normal(shape, device: device);

    /// <summary>Class labels, each class in turn.</summary>
    public static int[] Labels(int rows, int classes) => [.. Enumerable.Range(0, rows).Select(row => row % classes)];

    /// <summary>
    /// Work on tensors whose results go back to the pool each time; nothing is recorded. A scope that ends does not compute what
    /// nobody has asked for; what is kept is computed.
    /// </summary>
    public static Action Discarding(Func<Tensor> work) => () =>
    {
        using (Tape.NoGrad())
        using (Tape.Scope())
            work().Keep().Dispose();
    };
}
