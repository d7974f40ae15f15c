using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>What is to be known about a reduction without running it.</summary>
/// <param name="Name">Lower-case name, unique in the assembly.</param>
/// <param name="Formula">The formula as text.</param>
/// <param name="Source">Where it comes from.</param>
public sealed record ReductionInfo(string Name, string Formula, string Source)
{
    /// <summary>The reduction in double precision, written without the reduction's own code.</summary>
    public required Func<IReadOnlyList<double>, double> Reference { get; init; }
}

/// <summary>
/// A reduction of many numbers to one: a monoid, and a last step that sees how many numbers there were.
/// </summary>
/// <typeparam name="TSelf">The implementing type.</typeparam>
public interface IReduction<TSelf> : IMonoid where TSelf : unmanaged, IReduction<TSelf>
{
    /// <summary>Name, formula, source; for the host, never read by a kernel.</summary>
    static abstract ReductionInfo Info { get; }

    /// <summary>The result of <paramref name="count"/> numbers whose combination is <paramref name="total"/>.</summary>
    T Finish<T, TMath>(T total, T count)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T>;
}
