using ILGPU.Algorithms.Sequencers;
using ILGPU.Runtime;

namespace ILGPU.Algorithms;

/// <summary>
/// Fills views with sequences. A repeated sequence starts over after its length; a batched one stays at each element
/// for the length of a batch.
/// </summary>
public static class SequenceExtensions
{
    public static Sequencer<T, TStride, TSequencer> CreateSequencer<T, TStride, TSequencer>(
        this Accelerator accelerator)
        where T : unmanaged
        where TStride : struct, IStride1D
        where TSequencer : struct, ISequencer<T>
    {
        ArgumentNullException.ThrowIfNull(accelerator);
        var kernel = accelerator.LoadAutoGroupedKernel<LongIndex1D, ArrayView1D<T, TStride>, TSequencer>(Kernel);
        return (stream, view, sequencer) =>
        {
            if (view.HasData())
                kernel(stream, view.Extent, view, sequencer);
        };
    }

    public static RepeatedSequencer<T, TStride, TSequencer> CreateRepeatedSequencer<T, TStride, TSequencer>(
        this Accelerator accelerator)
        where T : unmanaged
        where TStride : struct, IStride1D
        where TSequencer : struct, ISequencer<T>
    {
        var fill = Load<T, TStride, TSequencer>(accelerator);
        return (stream, view, sequenceLength, sequencer) =>
            fill(stream, view, sequenceLength, 1, sequencer);
    }

    public static BatchedSequencer<T, TStride, TSequencer> CreateBatchedSequencer<T, TStride, TSequencer>(
        this Accelerator accelerator)
        where T : unmanaged
        where TStride : struct, IStride1D
        where TSequencer : struct, ISequencer<T>
    {
        var fill = Load<T, TStride, TSequencer>(accelerator);
        return (stream, view, sequenceBatchLength, sequencer) =>
            fill(stream, view, long.MaxValue, sequenceBatchLength, sequencer);
    }

    public static RepeatedBatchedSequencer<T, TStride, TSequencer>
        CreateRepeatedBatchedSequencer<T, TStride, TSequencer>(
        this Accelerator accelerator)
        where T : unmanaged
        where TStride : struct, IStride1D
        where TSequencer : struct, ISequencer<T>
    {
        var fill = Load<T, TStride, TSequencer>(accelerator);
        return (stream, view, sequenceLength, sequenceBatchLength, sequencer) =>
            fill(stream, view, sequenceLength, sequenceBatchLength, sequencer);
    }

    public static void Sequence<T, TSequencer>(
        this Accelerator accelerator,
        AcceleratorStream stream,
        ArrayView<T> view,
        TSequencer sequencer)
        where T : unmanaged
        where TSequencer : struct, ISequencer<T> =>
        accelerator.CreateSequencer<T, Stride1D.Dense, TSequencer>()(
            stream, view, sequencer);

    public static void RepeatedSequence<T, TSequencer>(
        this Accelerator accelerator,
        AcceleratorStream stream,
        ArrayView<T> view,
        LongIndex1D sequenceLength,
        TSequencer sequencer)
        where T : unmanaged
        where TSequencer : struct, ISequencer<T> =>
        accelerator.CreateRepeatedSequencer<T, Stride1D.Dense, TSequencer>()(
            stream, view, sequenceLength, sequencer);

    public static void BatchedSequence<T, TSequencer>(
        this Accelerator accelerator,
        AcceleratorStream stream,
        ArrayView<T> view,
        LongIndex1D sequenceBatchLength,
        TSequencer sequencer)
        where T : unmanaged
        where TSequencer : struct, ISequencer<T> =>
        accelerator.CreateBatchedSequencer<T, Stride1D.Dense, TSequencer>()(
            stream, view, sequenceBatchLength, sequencer);

    public static void RepeatedBatchedSequence<T, TSequencer>(
        this Accelerator accelerator,
        AcceleratorStream stream,
        ArrayView<T> view,
        LongIndex1D sequenceLength,
        LongIndex1D sequenceBatchLength,
        TSequencer sequencer)
        where T : unmanaged
        where TSequencer : struct, ISequencer<T> =>
        accelerator.CreateRepeatedBatchedSequencer<T, Stride1D.Dense, TSequencer>()(
            stream, view, sequenceLength, sequenceBatchLength, sequencer);

    public static void Sequence<T, TStride, TSequencer>(
        this Accelerator accelerator,
        AcceleratorStream stream,
        ArrayView1D<T, TStride> view,
        TSequencer sequencer)
        where T : unmanaged
        where TStride : struct, IStride1D
        where TSequencer : struct, ISequencer<T> =>
        accelerator.CreateSequencer<T, TStride, TSequencer>()(
            stream, view, sequencer);

    public static void RepeatedSequence<T, TStride, TSequencer>(
        this Accelerator accelerator,
        AcceleratorStream stream,
        ArrayView1D<T, TStride> view,
        LongIndex1D sequenceLength,
        TSequencer sequencer)
        where T : unmanaged
        where TStride : struct, IStride1D
        where TSequencer : struct, ISequencer<T> =>
        accelerator.CreateRepeatedSequencer<T, TStride, TSequencer>()(
            stream, view, sequenceLength, sequencer);

    public static void BatchedSequence<T, TStride, TSequencer>(
        this Accelerator accelerator,
        AcceleratorStream stream,
        ArrayView1D<T, TStride> view,
        LongIndex1D sequenceBatchLength,
        TSequencer sequencer)
        where T : unmanaged
        where TStride : struct, IStride1D
        where TSequencer : struct, ISequencer<T> =>
        accelerator.CreateBatchedSequencer<T, TStride, TSequencer>()(
            stream, view, sequenceBatchLength, sequencer);

    public static void RepeatedBatchedSequence<T, TStride, TSequencer>(
        this Accelerator accelerator,
        AcceleratorStream stream,
        ArrayView1D<T, TStride> view,
        LongIndex1D sequenceLength,
        LongIndex1D sequenceBatchLength,
        TSequencer sequencer)
        where T : unmanaged
        where TStride : struct, IStride1D
        where TSequencer : struct, ISequencer<T> =>
        accelerator.CreateRepeatedBatchedSequencer<T, TStride, TSequencer>()(
            stream, view, sequenceLength, sequenceBatchLength, sequencer);

    private static RepeatedBatchedSequencer<T, TStride, TSequencer> Load<T, TStride, TSequencer>(
        Accelerator accelerator)
        where T : unmanaged
        where TStride : struct, IStride1D
        where TSequencer : struct, ISequencer<T>
    {
        ArgumentNullException.ThrowIfNull(accelerator);
        var kernel = accelerator.LoadAutoGroupedKernel<
            LongIndex1D, ArrayView1D<T, TStride>, LongIndex1D, LongIndex1D, TSequencer>(Kernel);
        return (stream, view, sequenceLength, sequenceBatchLength, sequencer) =>
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(sequenceLength.X, 1, nameof(sequenceLength));
            ArgumentOutOfRangeException.ThrowIfLessThan(sequenceBatchLength.X, 1, nameof(sequenceBatchLength));
            if (view.HasData())
                kernel(stream, view.Extent, view, sequenceLength, sequenceBatchLength, sequencer);
        };
    }

    private static void Kernel<T, TStride, TSequencer>(
        LongIndex1D index,
        ArrayView1D<T, TStride> view,
        TSequencer sequencer)
        where T : unmanaged
        where TStride : struct, IStride1D
        where TSequencer : struct, ISequencer<T> =>
        view[index] = sequencer.ComputeSequenceElement(index);

    private static void Kernel<T, TStride, TSequencer>(
        LongIndex1D index,
        ArrayView1D<T, TStride> view,
        LongIndex1D sequenceLength,
        LongIndex1D sequenceBatchLength,
        TSequencer sequencer)
        where T : unmanaged
        where TStride : struct, IStride1D
        where TSequencer : struct, ISequencer<T> =>
        view[index] = sequencer.ComputeSequenceElement(index.X / sequenceBatchLength.X % sequenceLength.X);
}
