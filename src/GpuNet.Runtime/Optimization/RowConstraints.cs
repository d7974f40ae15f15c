using System.Numerics;
using GpuNet.Kernels;
using GpuNet.Operations;

namespace GpuNet;

/// <summary>
/// Puts weights back where they are allowed to be, after an update: one launch for all parameters of two dimensions or more,
/// row by row; a row holds the weights that flow into one unit. Others, such as biases, stay.
/// </summary>
public static class RowConstraints
{
    /// <summary>Scales each row whose norm lies outside [lower, upper] to the nearest bound; a row of zeros stays.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The bounds are not 0 &lt;= lower &lt;= upper.</exception>
    public static void ClampNorm(ParameterArena arena, double lower, double upper)
    {
        ArgumentNullException.ThrowIfNull(arena);
        ArgumentOutOfRangeException.ThrowIfNegative(lower);
        if (!(upper >= lower))
            throw new ArgumentOutOfRangeException(nameof(upper), upper, $"Must be at least the lower bound, {lower}.");
        Run(arena, new NormLaunch(arena, lower, upper));
    }

    /// <summary>Sets weights below 0 to 0.</summary>
    public static void ClampNegative(ParameterArena arena)
    {
        ArgumentNullException.ThrowIfNull(arena);
        Run(arena, new NegativeLaunch(arena));
    }

    private static void Run<TLaunch>(ParameterArena arena, TLaunch launch) where TLaunch : struct, ILaunch
    {
        if (arena.Segments.Rows.Count == 0) return;
        arena.WillUpdate();
        NumberType.Dispatch("Constraint", arena.Values, launch);
    }

    private readonly struct NormLaunch(ParameterArena arena, double lower, double upper) : ILaunch
    {
        public void Run<T, TMath>() where T : unmanaged, INumber<T> where TMath : unmanaged, IScalarMath<T>
        {
            var (device, rows) = (arena.Values.Device, arena.Segments.Rows);
            SegmentLaunchers<T, TMath>.ClampNorm.Launch(
                device, rows.Groups(device), arena.Values.View<T>(), rows.Starts, rows.Ends,
                T.CreateChecked(lower), T.CreateChecked(upper));
        }
    }

    private readonly struct NegativeLaunch(ParameterArena arena) : ILaunch
    {
        public void Run<T, TMath>() where T : unmanaged, INumber<T> where TMath : unmanaged, IScalarMath<T>
        {
            var (device, rows) = (arena.Values.Device, arena.Segments.Rows);
            SegmentLaunchers<T, TMath>.ClampNegative.Launch(
                device, rows.Groups(device), arena.Values.View<T>(), rows.Starts, rows.Ends);
        }
    }
}
