using GpuNet.Kernels;

namespace GpuNet.Operations;

/// <summary>What is done with an element type once kernels know how it is stored.</summary>
/// <typeparam name="T">What the kernels compute in.</typeparam>
internal interface IStorageUse<T> where T : unmanaged
{
    void Run<TStored, TStorage>()
        where TStored : unmanaged
        where TStorage : unmanaged, IStorage<TStored, T>;
}

/// <summary>The element types that kernels can load as, and store from, a type that they compute in.</summary>
internal interface IStorages<T> where T : unmanaged
{
    static abstract void Dispatch<TUse>(DType dtype, in TUse use) where TUse : struct, IStorageUse<T>;
}

/// <summary>All of them meet as floats.</summary>
internal readonly struct StoragesOfFloats : IStorages<float>
{
    public static void Dispatch<TUse>(DType dtype, in TUse use) where TUse : struct, IStorageUse<float>
    {
        switch (dtype)
        {
            case DType.Float32: use.Run<float, Float32Storage>(); break;
            case DType.Float64: use.Run<double, Float64Storage>(); break;
            case DType.Float16: use.Run<ushort, Float16Storage>(); break;
            case DType.BFloat16: use.Run<ushort, BFloat16Storage>(); break;
            case DType.Int32: use.Run<int, Int32Storage>(); break;
            case DType.Int64: use.Run<long, Int64Storage>(); break;
            case DType.UInt8: use.Run<byte, UInt8Storage>(); break;
            default: use.Run<byte, BoolStorage>(); break;
        }
    }
}

/// <summary>Integers and doubles meet as doubles.</summary>
internal readonly struct StoragesOfDoubles : IStorages<double>
{
    public static void Dispatch<TUse>(DType dtype, in TUse use) where TUse : struct, IStorageUse<double>
    {
        switch (dtype)
        {
            case DType.Float64: use.Run<double, Float64Storage>(); break;
            case DType.Int32: use.Run<int, Int32Storage>(); break;
            case DType.Int64: use.Run<long, Int64Storage>(); break;
            case DType.UInt8: use.Run<byte, UInt8Storage>(); break;
            default: use.Run<byte, BoolStorage>(); break;
        }
    }
}

/// <summary>Integers and truth values meet as integers.</summary>
internal readonly struct StoragesOfIntegers : IStorages<long>
{
    public static void Dispatch<TUse>(DType dtype, in TUse use) where TUse : struct, IStorageUse<long>
    {
        switch (dtype)
        {
            case DType.Int32: use.Run<int, Int32Storage>(); break;
            case DType.Int64: use.Run<long, Int64Storage>(); break;
            case DType.UInt8: use.Run<byte, UInt8Storage>(); break;
            default: use.Run<byte, BoolStorage>(); break;
        }
    }
}
