using System.Numerics;
using System.Runtime.CompilerServices;
using ILGPU.AtomicOperations;

namespace ILGPU;

public static partial class Atomic
{
    public static T MakeAtomic<T, TOperation, TCompareExchangeOperation>(
        ref T target,
        T value,
        TOperation operation,
        TCompareExchangeOperation compareExchangeOperation)
        where T : unmanaged
        where TOperation : struct, IAtomicOperation<T>
        where TCompareExchangeOperation : struct, ICompareExchangeOperation<T>
    {
        var current = target;
        T expected;
        do
        {
            expected = current;
            var next = operation.Operation(expected, value);
            current = compareExchangeOperation.CompareExchange(ref target, expected, next);
        }
        while (!compareExchangeOperation.IsSame(current, expected));
        return current;
    }

    public static Index1D Add(ref Index1D target, Index1D value) => Add(ref AsInt(ref target), value.X);

    public static Index1D Exchange(ref Index1D target, Index1D value) => Exchange(ref AsInt(ref target), value.X);

    public static Index1D CompareExchange(ref Index1D target, Index1D compare, Index1D value) =>
        CompareExchange(ref AsInt(ref target), compare.X, value.X);

    private static ref int AsInt(ref Index1D index) => ref Unsafe.As<Index1D, int>(ref index);

    private readonly struct AddOperation<T> : IAtomicOperation<T>
        where T : unmanaged, INumber<T>
    {
        public T Operation(T current, T value) => current + value;
    }

    private readonly struct MaxOperation<T> : IAtomicOperation<T>
        where T : unmanaged, INumber<T>
    {
        public T Operation(T current, T value) => T.Max(current, value);
    }

    private readonly struct MinOperation<T> : IAtomicOperation<T>
        where T : unmanaged, INumber<T>
    {
        public T Operation(T current, T value) => T.Min(current, value);
    }

    private readonly struct XorOperation<T> : IAtomicOperation<T>
        where T : unmanaged, IBinaryInteger<T>
    {
        public T Operation(T current, T value) => current ^ value;
    }
}
