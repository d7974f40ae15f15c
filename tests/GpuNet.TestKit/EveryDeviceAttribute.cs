using System.Reflection;
using Xunit;
using Xunit.Sdk;
using Xunit.v3;

namespace GpuNet.TestKit;

/// <summary>
/// Runs a theory once on each device; its first parameter is the device's identifier, the others are the attribute's
/// arguments.
/// </summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class EveryDeviceAttribute(params object?[] arguments) : DataAttribute
{
    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(
        MethodInfo testMethod, DisposalTracker disposalTracker)
    {
        List<ITheoryDataRow> rows = [];
        foreach (var (id, skipReason) in TestDevices.All)
            rows.Add(new TheoryDataRow([id, .. arguments]) { Skip = skipReason });
        return new(rows);
    }

    public override bool SupportsDiscoveryEnumeration() => true;
}
