using System.Runtime.CompilerServices;

namespace GpuNet.Models;

/// <summary>Checks of what losses are made with.</summary>
internal static class LossArguments
{
    internal static float Positive(float value, [CallerArgumentExpression(nameof(value))] string? name = null) =>
        value > 0 ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} has to be positive.");

    internal static float NotNegative(float value, [CallerArgumentExpression(nameof(value))] string? name = null) =>
        value >= 0 ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} must not be negative.");

    internal static float Inside(
        float value, float low, float high, [CallerArgumentExpression(nameof(value))] string? name = null) =>
        value > low && value < high
            ? value
            : throw new ArgumentOutOfRangeException(name, value, $"{name} has to lie between {low} and {high}.");
}
