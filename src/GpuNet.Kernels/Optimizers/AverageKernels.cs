using System.Numerics;
using ILGPU;

namespace GpuNet.Kernels;

/// <summary>
/// Averages of weights over training: exponential (EMA) or with equal shares (SWA). All weights in one launch; how many
/// were averaged lies in device memory, so that a recorded step can be replayed.
/// </summary>
public static class AverageKernels
{
    /// <summary>Counts up. Launch: auto-grouped, extent 1, before <see cref="Move"/>.</summary>
    public static void Advance(Index1D index, ArrayView<int> count) => count[index] += 1;

    /// <summary>
    /// average += share * (value - average); the first time, average = value. Launch: auto-grouped, one item an
    /// element.
    /// </summary>
    /// <param name="index">The element.</param>
    /// <param name="averages">The averages.</param>
    /// <param name="values">The weights now.</param>
    /// <param name="count">How many there are in the average, with these: [1].</param>
    /// <param name="share">The share of the weights now; 0 for equal shares, 1 / count.</param>
    public static void Move<T, TMath>(
        Index1D index, ArrayView<T> averages, ArrayView<T> values, ArrayView<int> count, float share)
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var n = count[0];
        var weight = share > 0f ? TMath.Of(share) : T.One / TMath.Of((float)n);
        var (value, average) = (values[index], averages[index]);
        var moved = TMath.Fma(weight, value - average, average);
        averages[index] = n == 1 ? value : moved;
    }

    /// <summary>
    /// Trades weights for their averages, or back. Launch: auto-grouped, one item an element.
    /// </summary>
    public static void Swap<T, TMath>(Index1D index, ArrayView<T> averages, ArrayView<T> values)
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var value = values[index];
        values[index] = averages[index];
        averages[index] = value;
    }

    /// <summary>
    /// Schedule-free optimizers: from y, where gradients are taken, to the average x = y + (1 - 1 / beta) * (z - y),
    /// with factor 1 - 1 / beta; and back, y = x + (1 - beta) * (z - x), with factor 1 - beta. Launch: auto-grouped,
    /// one item an element.
    /// </summary>
    public static void Towards<T, TMath>(Index1D index, ArrayView<T> values, ArrayView<T> targets, T factor)
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T> =>
        values[index] = TMath.Fma(factor, targets[index] - values[index], values[index]);
}
