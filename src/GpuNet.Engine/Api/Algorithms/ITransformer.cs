namespace ILGPU.Algorithms;

public interface ITransformer<TSource, TTarget>
    where TSource : struct
    where TTarget : struct
{
    TTarget Transform(TSource value);
}

public readonly struct IdentityTransformer<T> : ITransformer<T, T>
    where T : struct
{
    public T Transform(T value) => value;
}
