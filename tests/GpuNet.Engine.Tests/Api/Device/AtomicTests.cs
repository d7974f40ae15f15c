using GpuNet.Engine.Tests.Frontend;
using ILGPU;
using ILGPU.AtomicOperations;

namespace GpuNet.Engine.Tests.Api.Device;

/// <summary>Atomics where every order of the items gives the same memory.</summary>
public class AtomicTests
{
    [Fact]
    public void Integers_combine() => KernelCheck.Items(
        20, (Index1D i, ArrayView<int> y, ArrayView<ulong> z) =>
        {
            Atomic.Add(ref y[0], i * i);
            Atomic.Max(ref y[1], i * 7 % 13);
            Atomic.Min(ref y[2], 5 - i);
            Atomic.And(ref y[3], ~(1 << i));
            Atomic.Or(ref y[4], 1 << i);
            Atomic.Xor(ref y[5], i * 3);
            Atomic.Max(ref z[0], ulong.MaxValue - (ulong)i.X);
            Atomic.Add(ref z[1], 1UL << i);
            Atomic.Min(ref z[2], (ulong)i.X + 3);
        },
        new[] { 1, 0, 0, -1, 0, 0 }, new ulong[] { 0, 0, ulong.MaxValue });

    [Fact]
    public void Floats_combine() => KernelCheck.Items(
        20, (Index1D i, ArrayView<float> y, ArrayView<double> z) =>
        {
            Atomic.Add(ref y[0], i * 0.25f);
            Atomic.Max(ref y[1], i * 7 % 13 - 20f);
            Atomic.Min(ref y[2], 5f - i);
            Atomic.Add(ref z[0], i * 0.5);
            Atomic.Max(ref z[1], i * 1.5);
        },
        new[] { 0f, -100f, 100f }, new double[2]);

    [Fact]
    public void Any_operation_is_made_atomic_by_compare_exchange() => KernelCheck.Items(
        12, (Index1D i, ArrayView<int> y, ArrayView<double> z) =>
        {
            Atomic.MakeAtomic(ref y[0], i + 2, default(Multiply), default(CompareExchangeInt32));
            Atomic.MakeAtomic(ref z[0], i + 1.0, default(MultiplyDouble), default(CompareExchangeDouble));
        },
        new[] { 1 }, new[] { 0.5 });

    [Fact]
    public void Indices_are_atomic_too() => KernelCheck.Items(
        12, (Index1D i, ArrayView<Index1D> y) =>
        {
            Atomic.Add(ref y[0], i);
            if (i == 3)
                Atomic.Exchange(ref y[1], new Index1D(42));
            if (i == 5)
                Atomic.CompareExchange(ref y[2], new Index1D(7), new Index1D(8));
        },
        new Index1D[] { 0, 0, 7 });

    [Fact]
    public void Old_values_are_returned()
    {
        int number = 5;
        Assert.Equal((5, 8), (Atomic.Add(ref number, 3), number));
        Assert.Equal((8, 2), (Atomic.Exchange(ref number, 2), number));
        Assert.Equal((2, 2), (Atomic.Max(ref number, 1), number));
        Assert.Equal((2, 9), (Atomic.CompareExchange(ref number, 2, 9), number));
        Assert.Equal((9, 9), (Atomic.CompareExchange(ref number, 2, 1), number));
        var real = float.NaN;
        Assert.True(float.IsNaN(Atomic.Add(ref real, 1)) && float.IsNaN(real));
        Index1D index = 4;
        Assert.Equal((4, 6), ((int)Atomic.Add(ref index, 2), (int)index));
    }

    public readonly struct Multiply : IAtomicOperation<int>
    {
        public int Operation(int current, int value) => current * value;
    }

    public readonly struct MultiplyDouble : IAtomicOperation<double>
    {
        public double Operation(double current, double value) => current * value;
    }
}
