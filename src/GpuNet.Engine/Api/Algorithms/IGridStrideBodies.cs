namespace ILGPU.Algorithms;

public interface IGridStrideLoopBody
{
    void Execute(Index1D linearIndex);
}

public interface IGridStrideLoopBody<T>
    where T : struct
{
    T Execute(Index1D linearIndex, T input);
}

public interface IGridStrideKernelBody
{
    void Execute(LongIndex1D linearIndex);

    void Finish();
}
