namespace GpuNet.Benchmarks.Comparison;

/// <summary>Something that can do workloads: a device of ours, or a library that is compared with it.</summary>
internal interface ISystem
{
    /// <summary>The name in results.</summary>
    string Name { get; }

    /// <summary>Makes a workload ready; null if this system does not have it.</summary>
    /// <returns>The work, complete when it returns only after <see cref="Synchronize"/>.</returns>
    Action? Prepare(string workload);

    /// <summary>Waits for the work issued.</summary>
    void Synchronize();

    /// <summary>Lets go of the memory of workloads that are no longer referenced.</summary>
    void Release();
}
