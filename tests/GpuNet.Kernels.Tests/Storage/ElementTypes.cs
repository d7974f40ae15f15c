using System.Numerics;
using System.Reflection;

namespace GpuNet.Kernels.Tests.Storage;

/// <summary>An element type, with values to convert, and with what a number is when it is stored in it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Storage">How kernels load and store it.</param>
/// <param name="Stored">What views of it hold.</param>
/// <param name="IsInteger">Whether it holds integers or truth values.</param>
/// <param name="Samples">Stored values: a few of each kind, and the ends of the range.</param>
/// <param name="NumberOf">The number that a stored value is: a double, or a long for integers.</param>
/// <param name="OfDouble">What is stored for a double; floats come as doubles, too.</param>
/// <param name="OfLong">What is stored for an integer.</param>
internal sealed record ElementType(
    string Name, Type Storage, Type Stored, bool IsInteger, Array Samples, Func<object, object> NumberOf,
    Func<double, object> OfDouble, Func<long, object> OfLong)
{
    public object Of(object number) => number is long integer ? OfLong(integer) : OfDouble((double)number);
}

/// <summary>The element types, defined by .NET's own conversions and by integers of any size.</summary>
internal static class ElementTypes
{
    private static readonly double[] Numbers =
    [
        0, -0.0, 1, -1, 0.5, -0.5, 0.999, 1.5, 2.5, -2.5, 254.6, 255, 255.5, 256, 65519, 65520, 1e5, 2147483520, 2147483647,
        2147483648, -2147483648, -2147483904, 4e9, 1e10, 9.2e18, 9.3e18, -9.3e18, 1e30, -1e30, 3.4e38, 1e-8, 1e-40, -1e-40,
        double.PositiveInfinity, double.NegativeInfinity, double.NaN, 1 + 1.0 / 256, 1 + 3.0 / 256, 1 + 1.0 / 2048, 1 + 3.0 / 2048,
    ];

    private static readonly long[] Integers =
    [
        0, 1, -1, 2, 127, 128, 255, 256, 257, -129, 2049, 2051, 65519, 65520, 16777217, 16777219, int.MaxValue, int.MinValue, uint.MaxValue,
        1L << 32, (1L << 40) + 1, -(1L << 53) - 1, long.MaxValue, long.MinValue,
    ];

    public static IReadOnlyList<ElementType> All { get; } =
    [
        Floating("Float32", typeof(Float32Storage), v => v, v => v, v => (float)v, v => v),
        Floating("Float64", typeof(Float64Storage), v => v, v => v, v => v, v => v),
        Floating("Float16", typeof(Float16Storage), v => (double)BitConverter.UInt16BitsToHalf(v), v => v,
            v => BitConverter.HalfToUInt16Bits((Half)(float)v), v => BitConverter.HalfToUInt16Bits((Half)(float)v)),
        Floating("BFloat16", typeof(BFloat16Storage), v => Rounding.BFloat16Value(v), v => v,
            v => Rounding.ToBFloat16((float)v), v => Rounding.ToBFloat16(v)),
        Integer("Int32", typeof(Int32Storage), v => v, int.MinValue, int.MaxValue, v => (int)v),
        Integer("Int64", typeof(Int64Storage), v => v, long.MinValue, long.MaxValue, v => (long)v),
        Integer("UInt8", typeof(UInt8Storage), v => v, byte.MinValue, byte.MaxValue, v => (byte)v),
        new("Bool", typeof(BoolStorage), typeof(byte), true, new byte[] { 0, 1 }, v => (long)(byte)v,
            v => (byte)(v != 0 ? 1 : 0), v => (byte)(v != 0 ? 1 : 0)),
    ];

    /// <summary>The type arguments of the kernel for each pair of types.</summary>
    public static IEnumerable<Type[]> Conversions =>
        from source in All
        from target in All
        where source != target
        select Arguments(source, target);

    /// <summary>The storages that floats are rounded to where they stay floats.</summary>
    public static IReadOnlyList<Type> RoundedFloats { get; } =
    [
        typeof(TensorFloat32Storage), typeof(RoundedFloatStorage<ushort, BFloat16Storage>), typeof(RoundedFloatStorage<ushort, Float16Storage>),
    ];

    /// <summary>Every op that a layer's way back may lead through, in 16 bits, and one of them in all ways.</summary>
    private static IEnumerable<Type[]> LayerGradients =>
        from op in OpRegistry.UnaryOps
        where !op.Info.Needs.HasFlag(BackwardNeeds.Input)
        from gradient in op.Info.ReadsOutputSign
            ? (Type[])[typeof(ThroughActivation<>), typeof(ThroughDropout<>)]
            : [typeof(ThroughActivation<>)]
        from target in All
        where target.Name == "BFloat16" || op.Info.ReadsOutputSign && target.Name is "Float16" or "Float32"
        from output in target.Name == "BFloat16" && op.Info.ReadsOutputSign
            ? ((Type Stored, Type Storage)[])[(typeof(float), typeof(Float32Storage)), (target.Stored, target.Storage)]
            : [(typeof(float), typeof(Float32Storage))]
        select (Type[])[
            gradient.MakeGenericType(op.Type), output.Stored, output.Storage, target.Stored, target.Storage, typeof(PortableMath)];

    /// <summary>The type arguments of a kernel that looks at stored types.</summary>
    public static IEnumerable<Type[]> ArgumentsOf(MethodInfo kernel) => kernel.Name switch
    {
        nameof(CastKernels.Cast) => Conversions.Concat(RoundedFloats.Select(storage =>
            (Type[])[typeof(float), typeof(float), typeof(float), typeof(Float32Storage), storage])),
        nameof(IntegerKernels.Fold) or nameof(IntegerKernels.FoldLines) =>
            from op in (Type[])[typeof(Add), typeof(Maximum), typeof(Minimum)]
            from type in All
            where type.IsInteger
            select (Type[])[op, type.Stored, type.Storage],
        nameof(LayerGradientKernels.Back) => LayerGradients,
        _ => All.Where(type => type.IsInteger).Select(type => (Type[])[type.Stored, type.Storage]),
    };

    /// <summary>
    /// Integers meet as integers, an integer and a double as doubles, all others as floats.
    /// </summary>
    public static Type[] Arguments(ElementType source, ElementType target)
    {
        var isDouble = source.Name == "Float64" ? target.IsInteger : target.Name == "Float64" && source.IsInteger;
        var between = source.IsInteger && target.IsInteger ? typeof(long) : isDouble ? typeof(double) : typeof(float);
        return [source.Stored, target.Stored, between, source.Storage, target.Storage];
    }

    private static ElementType Floating<TStored>(
        string name, Type storage, Func<TStored, double> value, Func<TStored, object> box, Func<double, TStored> ofDouble,
        Func<float, TStored> ofFloat)
        where TStored : unmanaged => new(
        name, storage, typeof(TStored), false, Array.ConvertAll(Numbers, v => ofDouble(v)), v => value((TStored)v),
        v => box(ofDouble(v)), v => box(typeof(TStored) == typeof(double) ? ofDouble(v) : ofFloat(v)));

    private static ElementType Integer<TStored>(
        string name, Type storage, Func<TStored, long> value, BigInteger least, BigInteger most, Func<BigInteger, TStored> convert)
        where TStored : unmanaged, IBinaryInteger<TStored>
    {
        return new(
            name, storage, typeof(TStored), true, Array.ConvertAll(Integers, TStored.CreateTruncating), v => value((TStored)v),
            v => convert(double.IsNaN(v) ? 0 : Saturated(v)), v => TStored.CreateTruncating(v));

        BigInteger Saturated(double v) => v switch
        {
            double.PositiveInfinity => most,
            double.NegativeInfinity => least,
            _ => BigInteger.Clamp(new BigInteger(v), least, most),
        };
    }
}
