using System.Numerics;
using GpuNet.Kernels;
using GpuNet.Operations;
using ILGPU;

namespace GpuNet;

/// <summary>
/// An average of an arena's values over training: two launches to take it further, one to trade it for the values.
/// </summary>
public sealed class ParameterAverage
{
    private readonly ParameterArena _arena;
    private readonly Tensor _count;
    private readonly float _share;

    /// <summary>Starts with nothing averaged, and the values there are in the average's place.</summary>
    /// <param name="arena">The parameters.</param>
    /// <param name="share">The share of the newest values in the average, 1 - decay; 0 for equal shares of all.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="share"/> is not in [0, 1].</exception>
    public ParameterAverage(ParameterArena arena, double share)
    {
        ArgumentNullException.ThrowIfNull(arena);
        if (!(share is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(share), share, "A share lies in [0, 1].");
        (_arena, _share) = (arena, (float)share);
        Values = arena.NewState();
        Values.CopyFrom(arena.Values);
        _count = Tensor.Zeros([1], DType.Int32, arena.Values.Device).Keep();
    }

    /// <summary>The average, laid out as <see cref="ParameterArena.Values"/>.</summary>
    public Tensor Values { get; }

    /// <summary>How often values were taken in: read from the device.</summary>
    public int Count => _count.ToArray<int>()[0];

    /// <summary>Goes on after the given number of values; <see cref="Values"/> are the caller's to load.</summary>
    public void Restore(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        _count.CopyFrom<int>([count]);
    }

    /// <summary>Takes the arena's values into the average; the first time, they are the average.</summary>
    public void Update()
    {
        Values.WillChange();
        NumberType.Dispatch("Average", Values, new UpdateLaunch(this));
    }

    /// <summary>Trades the arena's values for the average; the second time, back.</summary>
    public void Swap()
    {
        Values.WillChange();
        _arena.WillUpdate();
        NumberType.Dispatch("Average", Values, new SwapLaunch(this));
    }

    private readonly struct UpdateLaunch(ParameterAverage average) : ILaunch
    {
        public void Run<T, TMath>() where T : unmanaged, INumber<T> where TMath : unmanaged, IScalarMath<T>
        {
            var (device, count) = (average.Values.Device, average._count.View<int>());
            Launchers<T, TMath>.Advance.Launch(device, 1, count);
            Launchers<T, TMath>.Move.Launch(
                device, average.Values.Count, average.Values.View<T>(), average._arena.Values.View<T>(), count,
                average._share);
        }
    }

    private readonly struct SwapLaunch(ParameterAverage average) : ILaunch
    {
        public void Run<T, TMath>() where T : unmanaged, INumber<T> where TMath : unmanaged, IScalarMath<T> =>
            Launchers<T, TMath>.Swap.Launch(
                average.Values.Device, average.Values.Count, average.Values.View<T>(),
                average._arena.Values.View<T>());
    }

    private static class Launchers<T, TMath>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        internal static readonly ItemKernel<ArrayView<int>> Advance = new(AverageKernels.Advance);

        internal static readonly ItemKernel<ArrayView<T>, ArrayView<T>, ArrayView<int>, float> Move = new(
            AverageKernels.Move<T, TMath>);

        internal static readonly ItemKernel<ArrayView<T>, ArrayView<T>> Swap = new(AverageKernels.Swap<T, TMath>);
    }
}
