using System.Runtime.InteropServices;

namespace GpuNet;

/// <summary>An argument of an operation that holds indices in device memory.</summary>
internal sealed class IndexSite
{
    private static readonly List<IndexSite> Sites = [];

    /// <summary>For indices that the library made itself.</summary>
    internal static readonly IndexSite Trusted = new("", "");

    internal static readonly IndexSite Gather = new("Gather", "indices");
    internal static readonly IndexSite Scatter = new("Scatter", "indices");
    internal static readonly IndexSite ScatterAdd = new("ScatterAdd", "indices");
    internal static readonly IndexSite IndexSelect = new("IndexSelect", "indices");
    internal static readonly IndexSite IndexAdd = new("IndexAdd", "indices");
    internal static readonly IndexSite OneHot = new("OneHot", "labels");
    internal static readonly IndexSite LabelDistribution = new("LabelDistribution", "labels");
    internal static readonly IndexSite CrossEntropy = new("CrossEntropy", "labels");

    private IndexSite(string operation, string argument)
    {
        (Operation, Argument, Number) = (operation, argument, Sites.Count);
        Sites.Add(this);
    }

    /// <summary>All of them, by <see cref="Number"/>.</summary>
    internal static ReadOnlySpan<IndexSite> All => CollectionsMarshal.AsSpan(Sites);

    /// <summary>The operation, as the user calls it.</summary>
    internal string Operation { get; }

    /// <summary>The argument's name.</summary>
    internal string Argument { get; }

    /// <summary>Its place among all.</summary>
    internal int Number { get; }
}
