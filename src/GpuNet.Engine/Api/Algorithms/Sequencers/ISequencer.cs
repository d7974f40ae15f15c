namespace ILGPU.Algorithms.Sequencers;

public interface ISequencer<T>
    where T : struct
{
    T ComputeSequenceElement(LongIndex1D sequenceIndex);
}
