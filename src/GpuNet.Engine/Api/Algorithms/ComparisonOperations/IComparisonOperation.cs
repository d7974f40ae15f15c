namespace ILGPU.Algorithms.ComparisonOperations;

public interface IComparisonOperation<T>
    where T : struct
{
    // Less than zero, zero or more than zero, as the first is less than, equal to or greater than the second.
    int Compare(T first, T second);
}
