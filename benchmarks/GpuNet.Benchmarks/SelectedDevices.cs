namespace GpuNet.Benchmarks;

/// <summary>The devices that are measured: every usable one of the machine, unless the command line names some.</summary>
internal static class SelectedDevices
{
    private const string Option = "--device";

    /// <summary>Their identifiers.</summary>
    public static IReadOnlyList<string> Ids { get; private set; } =
        [.. Device.All.Where(info => info.IsUsable).Select(info => info.Id)];

    /// <summary>Takes each <c>--device name</c> out of the arguments; returns the others.</summary>
    /// <exception cref="ArgumentException">A name is missing.</exception>
    /// <exception cref="DeviceException">There is no such device.</exception>
    public static string[] Take(string[] arguments)
    {
        List<string> others = [], named = [];
        for (int i = 0; i < arguments.Length; i++)
        {
            if (arguments[i] != Option)
                others.Add(arguments[i]);
            else if (++i < arguments.Length)
                named.Add(Device.Parse(arguments[i]).Id);
            else
                throw new ArgumentException($"{Option} needs the name of a device: one of {string.Join(", ", Ids)}.");
        }

        if (named.Count > 0)
            Ids = [.. named.Distinct()];
        return [.. others];
    }
}
