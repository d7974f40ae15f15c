namespace GpuNet.Benchmarks.Workloads;

/// <summary>One piece of work that is measured.</summary>
/// <param name="Name">Its name, such as <c>relu/16M</c>: the same in every system that is compared.</param>
/// <param name="Amount">How much it is, for rates.</param>
/// <param name="Prepare">
/// Makes the inputs on a device and returns the work. The work is issued, not waited for: whoever measures synchronizes.
/// </param>
public sealed record Workload(string Name, Amount Amount, Func<Device, Action> Prepare)
{
    /// <summary>The name: what tables show and filters match.</summary>
    public override string ToString() => Name;
}

/// <summary>How much a piece of work is; what is 0 gives no rate.</summary>
/// <param name="Bytes">The least it has to read and write.</param>
/// <param name="Operations">The additions and multiplications of its definition.</param>
public readonly record struct Amount(double Bytes = 0, double Operations = 0);
