namespace GpuNet.Benchmarks.Workloads;

/// <summary>
/// A host program with threads of its own, on one device: as much work from several threads at once as one thread does in turn. The
/// first would take as long as the second, or less, did threads in excess of cores cost nothing.
/// </summary>
public static class HostThreadWorkloads
{
    private const int Hosts = 2;
    private const int Launches = 32;
    private const int Rows = 256;

    /// <summary>Two training steps of net a, and 32 layers' worth of launches under <see cref="Parallel.For(int, int, Action{int})"/>.</summary>
    public static IEnumerable<Workload> Create(int limit = WorkloadCatalog.Unlimited)
    {
        var step = TrainingStepWorkloads.Create(limit).First();
        yield return new("hosts/step/a", default, device => AtOnce(Copies(step, device, Hosts)));
        yield return new("hosts/step/a/in-turn", default, device => InTurn(Copies(step, device, Hosts)));
        var layer = Layer(Math.Min(Rows, limit));
        yield return new("hosts/layers", default, device => AtOnce(Copies(layer, device, Launches)));
        yield return new("hosts/layers/in-turn", default, device => InTurn(Copies(layer, device, Launches)));
    }

    /// <summary>ReLU(x W) of squares.</summary>
    private static Workload Layer(int side) => new("", default, device =>
    {
        var (x, w) = (Inputs.Normal([side, side], device), Inputs.Normal([side, side], device));
        return Inputs.Discarding(() => x.MatMul(w).Relu());
    });

    private static Action[] Copies(Workload workload, Device device, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => workload.Prepare(device))];

    private static Action AtOnce(Action[] work) => () => Parallel.For(0, work.Length, i => work[i]());

    private static Action InTurn(Action[] work) => () =>
    {
        foreach (var item in work)
            item();
    };
}
