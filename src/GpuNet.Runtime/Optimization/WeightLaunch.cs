using System.Numerics;
using GpuNet.Kernels;
using GpuNet.Operations;
using ILGPU;

namespace GpuNet;

/// <summary>A launch that moves weights, and stores them once more for the products that read them next.</summary>
internal interface IWeightLaunch
{
    void Run<TStored, TCopy, T, TMath>(ArrayView<TStored> copy)
        where TStored : unmanaged
        where TCopy : unmanaged, IWeightCopy<TStored, T>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>;
}

/// <summary>Picks the kind of copy of such a launch, and its numbers.</summary>
internal static class WeightLaunch
{
    /// <summary>Launches.</summary>
    /// <param name="values">The weights.</param>
    /// <param name="rounded">The copy; null for none.</param>
    /// <param name="launch">The launch.</param>
    internal static void Dispatch<TLaunch>(Tensor values, RoundedWeights? rounded, in TLaunch launch) where TLaunch : struct, IWeightLaunch
    {
        if (rounded is null) NumberType.Dispatch("Step", values, new WithoutCopy<TLaunch>(values, launch));
        else OperandRounding.Dispatch(rounded.Numbers.DType, rounded.Precision, new WithCopy<TLaunch>(rounded.Numbers, launch));
    }

    private readonly struct WithoutCopy<TLaunch>(Tensor values, TLaunch launch) : ILaunch where TLaunch : struct, IWeightLaunch
    {
        public void Run<T, TMath>() where T : unmanaged, INumber<T> where TMath : unmanaged, IScalarMath<T> =>
            launch.Run<T, NoWeightCopy<T>, T, TMath>(values.View<T>());
    }

    private readonly struct WithCopy<TLaunch>(Tensor numbers, TLaunch launch) : IStorageUse<float> where TLaunch : struct, IWeightLaunch
    {
        public void Run<TStored, TStorage>() where TStored : unmanaged where TStorage : unmanaged, IStorage<TStored, float>
        {
            var copy = numbers.View<TStored>();
            if (numbers.Device.MathMode == MathMode.Fast) launch.Run<TStored, RoundedWeightCopy<TStored, TStorage>, float, FastMath>(copy);
            else launch.Run<TStored, RoundedWeightCopy<TStored, TStorage>, float, PortableMath>(copy);
        }
    }
}
