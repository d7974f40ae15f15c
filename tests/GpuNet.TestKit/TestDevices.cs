namespace GpuNet.TestKit;

/// <summary>
/// The devices that device tests run on: the processor in both modes, and every usable OpenCL and CUDA device of the
/// machine. <c>GPUNET_REQUIRE_DEVICES=cpu,opencl</c> makes the absence of one a failure; otherwise its tests are
/// skipped with the reason. <c>GPUNET_TEST_DEVICES=cpu,cuda:0</c> takes no others than these.
/// </summary>
public static class TestDevices
{
    private static readonly (string Id, DeviceKind Kind)[] AlwaysListed =
        [("cpu", DeviceKind.Cpu), ("cpu:debug", DeviceKind.Cpu), ("opencl:0", DeviceKind.OpenCl)];

    /// <summary>The identifiers of the devices that are there.</summary>
    public static IReadOnlyList<string> Present { get; } =
    [
        .. Device.All.Where(info => info.IsUsable).Select(info => info.Id)
            .Append("cpu:debug").Distinct().Where(IsWanted).Order(StringComparer.Ordinal),
    ];

    /// <summary>
    /// What tests enumerate: the devices that are there, and the ones that are missed, with the reason to skip them.
    /// </summary>
    public static IEnumerable<(string Id, string? SkipReason)> All
    {
        get
        {
            foreach (var id in Present) yield return (id, null);
            foreach (var (id, kind) in AlwaysListed)
            {
                if (Present.Contains(id) || !IsWanted(id)) continue;
                // A required device gets no reason to be skipped: opening it fails, and so does the test.
                yield return (id, IsRequired(kind) ? null : WhyMissing(kind));
            }
            if (IsRequired(DeviceKind.Cuda) && !Present.Any(id => id.StartsWith("cuda", StringComparison.Ordinal)))
                yield return ("cuda:0", null);
        }
    }

    private static bool IsRequired(DeviceKind kind) =>
        Listed("GPUNET_REQUIRE_DEVICES").Contains(kind.ToString(), StringComparer.OrdinalIgnoreCase);

    private static bool IsWanted(string id) => Listed("GPUNET_TEST_DEVICES") is var wanted && (wanted.Length == 0 || wanted.Contains(id));

    private static string[] Listed(string variable) => (Environment.GetEnvironmentVariable(variable) ?? "")
        .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static string WhyMissing(DeviceKind kind)
    {
        string[] refused =
        [
            .. Device.All.Where(info => info.Kind == kind && !info.IsUsable)
                .Select(info => $"{info.Name}: {info.Reason}"),
        ];
        return refused.Length > 0 ? string.Join("; ", refused) : $"No {kind} device on this machine.";
    }
}
