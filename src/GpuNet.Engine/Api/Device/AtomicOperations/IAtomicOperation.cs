namespace ILGPU.AtomicOperations;

public interface IAtomicOperation<T>
    where T : unmanaged
{
    T Operation(T current, T value);
}

public interface ICompareExchangeOperation<T>
    where T : unmanaged
{
    T CompareExchange(ref T target, T compare, T value);

    bool IsSame(T left, T right);
}
