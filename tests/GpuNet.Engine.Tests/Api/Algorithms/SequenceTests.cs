using ILGPU;
using ILGPU.Algorithms;
using ILGPU.Algorithms.Sequencers;
using ILGPU.Runtime;
using Half = ILGPU.Half;

namespace GpuNet.Engine.Tests.Api.Algorithms;

public sealed class SequenceTests(TestAccelerators accelerators) : IClassFixture<TestAccelerators>
{
    [Fact]
    public void Every_number_type_has_a_sequencer()
    {
        Check<sbyte, Int8Sequencer>(i => (sbyte)i);
        Check<short, Int16Sequencer>(i => (short)i);
        Check<int, Int32Sequencer>(i => i);
        Check<long, Int64Sequencer>(i => i);
        Check<byte, UInt8Sequencer>(i => (byte)i);
        Check<ushort, UInt16Sequencer>(i => (ushort)i);
        Check<uint, UInt32Sequencer>(i => (uint)i);
        Check<ulong, UInt64Sequencer>(i => (ulong)i);
        Check<Half, HalfSequencer>(i => (Half)i);
        Check<float, FloatSequencer>(i => i);
        Check<double, DoubleSequencer>(i => i);
    }

    [Theory]
    [InlineData(TestDevice.Cpu)]
    [InlineData(TestDevice.CpuDebug)]
    [InlineData(TestDevice.OpenCl)]
    public void Sequences_lie_in_strided_views(TestDevice device)
    {
        var accelerator = accelerators[device];
        var stream = accelerator.DefaultStream;
        using var buffer = accelerator.Allocate1D<int>(301);
        var view = buffer.View.SubView(1, 300).AsGeneral(new Stride1D.General(3));
        Func<int, int>[] expected = [i => i, i => i % 7, i => i / 7, i => i / 4 % 3];
        Action[] fills =
        [
            () => accelerator.Sequence(stream, view, default(Int32Sequencer)),
            () => accelerator.RepeatedSequence(stream, view, 7, default(Int32Sequencer)),
            () => accelerator.BatchedSequence(stream, view, 7, default(Int32Sequencer)),
            () => accelerator.RepeatedBatchedSequence(stream, view, 3, 4, default(Int32Sequencer)),
        ];
        foreach (var (fill, value) in fills.Zip(expected))
        {
            buffer.MemSetToZero();
            fill();
            Assert.Equal(Enumerable.Range(0, 301).Select(i => i % 3 == 1 ? value(i / 3) : 0), buffer.GetAsArray1D());
        }
    }

    [Fact]
    public void Lengths_below_one_are_refused()
    {
        var accelerator = accelerators[TestDevice.Cpu];
        using var buffer = accelerator.Allocate1D<int>(3);
        var view = buffer.View;
        Assert.Throws<ArgumentOutOfRangeException>(() => accelerator.RepeatedSequence(accelerator.DefaultStream, view, 0, default(Int32Sequencer)));
        Assert.Throws<ArgumentOutOfRangeException>(() => accelerator.BatchedSequence(accelerator.DefaultStream, view, -1, default(Int32Sequencer)));
    }

    private void Check<T, TSequencer>(Func<int, T> number)
        where T : unmanaged
        where TSequencer : struct, ISequencer<T>
    {
        var accelerator = accelerators[TestDevice.Cpu];
        using var buffer = accelerator.Allocate1D<T>(300);
        accelerator.CreateSequencer<T, Stride1D.Dense, TSequencer>()(accelerator.DefaultStream, buffer.View, default);
        Assert.Equal(Enumerable.Range(0, 300).Select(number), buffer.GetAsArray1D());
    }
}
