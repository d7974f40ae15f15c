using ILGPU.Algorithms.ScanReduceOperations;

namespace ILGPU.Algorithms;

public static partial class GroupExtensions
{
    public interface IGroupScan<T, TScanOperation>
        where T : unmanaged
        where TScanOperation : struct, IScanReduceOperation<T>
    {
        T Scan(T value);

        T Scan(T value, out ScanBoundaries<T> boundaries);
    }

    public readonly struct ExclusiveGroupScan<T, TScanOperation> : IGroupScan<T, TScanOperation>
        where T : unmanaged
        where TScanOperation : struct, IScanReduceOperation<T>
    {
        public T Scan(T value) => ExclusiveScan<T, TScanOperation>(value);

        public T Scan(T value, out ScanBoundaries<T> boundaries) =>
            ExclusiveScanWithBoundaries<T, TScanOperation>(value, out boundaries);
    }

    public readonly struct InclusiveGroupScan<T, TScanOperation> : IGroupScan<T, TScanOperation>
        where T : unmanaged
        where TScanOperation : struct, IScanReduceOperation<T>
    {
        public T Scan(T value) => InclusiveScan<T, TScanOperation>(value);

        public T Scan(T value, out ScanBoundaries<T> boundaries) =>
            InclusiveScanWithBoundaries<T, TScanOperation>(value, out boundaries);
    }
}
