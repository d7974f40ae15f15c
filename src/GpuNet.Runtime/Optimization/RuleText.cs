using System.Globalization;
using GpuNet.Kernels;

namespace GpuNet;

/// <summary>Rules as text that is the same everywhere.</summary>
internal static class RuleText
{
    /// <summary>The type and its fields: <c>AdamUpdate(Beta1 = 0.9, ...)</c>.</summary>
    internal static string Of<TUpdate>(TUpdate update) where TUpdate : unmanaged
    {
        var options = typeof(TUpdate).GetProperties().Where(property => !property.GetMethod!.IsStatic)
            .Select(property => $"{property.Name} = {Number(property.GetValue(update)!)}");
        return $"{typeof(TUpdate).Name}({string.Join(", ", options)})";
    }

    private static string Number(object value) =>
        Convert.ToString(value is Decay decay ? decay.Kept : value, CultureInfo.InvariantCulture)!;
}
