namespace GpuNet.Models;

/// <summary>A point on the line of a search.</summary>
/// <param name="Length">How far along the direction.</param>
/// <param name="Value">The loss there.</param>
/// <param name="Gradient">Its gradient there.</param>
/// <param name="Slope">The derivative along the direction there.</param>
internal readonly record struct LinePoint(double Length, double Value, Tensor Gradient, double Slope);

/// <summary>
/// Looks along a direction for a point where the loss has fallen enough (Armijo) and the slope is flat enough (curvature): first
/// outwards until an interval must hold one, then inside it, each time at the minimum of a cubic.
/// </summary>
/// <remarks>J. Nocedal, S. Wright, "Numerical optimization" (2006), algorithms 3.5 and 3.6, equation 3.59.</remarks>
/// <param name="evaluate">Evaluates the loss at a length.</param>
/// <param name="largestComponent">The largest component of the direction: intervals that move nothing by more than
/// 1e-9 are not divided further.</param>
internal sealed class StrongWolfeSearch(Func<double, LinePoint> evaluate, double largestComponent)
{
    private const double Armijo = 1e-4;
    private const double Curvature = 0.9;
    private const double ChangeTolerance = 1e-9;
    private const int MaxSteps = 25;

    private int _steps;

    /// <summary>The point found; the best one tried when there is none that meets both conditions.</summary>
    internal LinePoint From(LinePoint start, double length)
    {
        var previous = start;
        var current = evaluate(length);
        while (_steps < MaxSteps)
        {
            if (!HasFallenEnough(start, current) || (_steps > 1 && current.Value >= previous.Value))
                return Zoom(start, previous, current);
            if (IsFlat(start, current))
                return current;
            if (current.Slope >= 0)
                return Zoom(start, previous, current);
            double next = Minimum(
                previous, current, current.Length + 0.01 * (current.Length - previous.Length), current.Length * 10);
            previous = current;
            current = evaluate(next);
            _steps++;
        }

        return start.Value <= current.Value ? start : current;
    }

    private LinePoint Zoom(LinePoint start, LinePoint first, LinePoint second)
    {
        bool triedNearEnd = false;
        while (_steps < MaxSteps && Math.Abs(second.Length - first.Length) * largestComponent >= ChangeTolerance)
        {
            double low = Math.Min(first.Length, second.Length);
            double high = Math.Max(first.Length, second.Length);
            double length = Minimum(first, second, low, high);
            double margin = 0.1 * (high - low);
            bool isNearEnd = Math.Min(high - length, length - low) < margin;
            if (isNearEnd && (triedNearEnd || length >= high || length <= low))
            {
                length = Math.Abs(length - high) < Math.Abs(length - low) ? high - margin : low + margin;
                isNearEnd = false;
            }

            triedNearEnd = isNearEnd;
            var current = evaluate(length);
            _steps++;
            ref var best = ref (first.Value <= second.Value ? ref first : ref second);
            ref var other = ref (first.Value <= second.Value ? ref second : ref first);
            if (!HasFallenEnough(start, current) || current.Value >= best.Value)
            {
                other = current;
                continue;
            }

            if (IsFlat(start, current))
                return current;
            if (current.Slope * (other.Length - best.Length) >= 0)
                other = best;
            best = current;
        }

        return first.Value <= second.Value ? first : second;
    }

    private static bool HasFallenEnough(LinePoint start, LinePoint point) =>
        point.Value <= start.Value + Armijo * point.Length * start.Slope;

    private static bool IsFlat(LinePoint start, LinePoint point) => Math.Abs(point.Slope) <= -Curvature * start.Slope;

    /// <summary>The minimum of the cubic with the values and slopes of two points, kept between bounds.</summary>
    private static double Minimum(LinePoint a, LinePoint b, double low, double high)
    {
        if (a.Length > b.Length)
            (a, b) = (b, a);
        double d1 = a.Slope + b.Slope - 3 * (a.Value - b.Value) / (a.Length - b.Length);
        double square = d1 * d1 - a.Slope * b.Slope;
        if (!(square >= 0))
            return (low + high) / 2;
        double d2 = Math.Sqrt(square);
        double minimum = b.Length - (b.Length - a.Length) * ((b.Slope + d2 - d1) / (b.Slope - a.Slope + 2 * d2));
        return Math.Min(Math.Max(minimum, low), high);
    }
}
