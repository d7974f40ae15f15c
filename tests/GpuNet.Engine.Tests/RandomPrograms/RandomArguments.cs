using GpuNet.Engine.Frontend;
using GpuNet.Engine.Tests.Frontend;
using ILGPU.Runtime;
using Half = ILGPU.Half;

namespace GpuNet.Engine.Tests.RandomPrograms;

/// <summary>What one launch of a random program gets, by the names of its parameters.</summary>
internal sealed class RandomArguments(LaunchNumbers numbers, RandomAliases aliases)
{
    private readonly byte[] shared = aliases.Buffer(numbers.Count);

    /// <summary>The views that all random programs may have.</summary>
    public static (string Type, string Name)[] Views(string narrow) =>
    [
        ("ArrayView<int>", "oi"), ("ArrayView<float>", "of"), ($"ArrayView<{narrow}>", "on"), ("ArrayView<RandomPair>", "os"), ("ArrayView<RandomMix>", "om"),
        ("ArrayView<RandomBuffers>", "ob"), ("ArrayView<double>", "od"),
        ("ArrayView<int>", "xi"), ("ArrayView<float>", "xf"), ($"ArrayView<{narrow}>", "xn"), ("ArrayView<double>", "xd"), ("ArrayView<Half>", "xh"),
        ("ArrayView<RandomPair>", "xs"), ("ArrayView<RandomMix>", "xm"),
        ("ArrayView<int>", "ci"), ("ArrayView<uint>", "cu"), ("ArrayView<long>", "cl"), ("ArrayView<float>", "cf"),
    ];

    /// <summary>Elements of each array.</summary>
    private int Length => 4 * (numbers.Count + 128);

    public object Of(string name, Type type)
    {
        var random = new Random(name[1] + numbers.Columns);
        float Real(int index) => (index % 11) switch
        {
            0 => 0, 1 => -0f, 2 => 1e-4f, 3 => -1e6f, 4 when index > 90 => float.NaN, 5 when index > 60 => float.PositiveInfinity, 6 when index > 70 => 3e-42f,
            7 when index > 100 => -3.4e38f, 8 when index > 80 => 2.5f + index, _ => random.Next(-40, 40) * 0.125f,
        };
        int Whole(int index) => (index % 9) switch
        {
            0 => 0, 1 => random.Next(-1000, 1000), 2 => int.MaxValue - index, 3 => random.Next(), 4 => -index, 5 when index > 50 => int.MinValue, _ => random.Next(-8, 40),
        };
        RandomPair Pair(int index) => new() { Small = (sbyte)random.Next(-128, 128), Real = Real(index), Whole = Whole(index) };
        RandomMix Mix(int index) => new()
        {
            Flag = index % 3 == 1, Tiny = (byte)random.Next(), Letter = (char)random.Next(), Part = (Half)Real(index), Kind = (RandomKind)(index % 4 * 60),
            Two = ((short)random.Next(), Real(index + 1) * 1.1), Pair = Pair(index),
        };
        T[] Array<T>(Func<int, T> make) => [.. Enumerable.Range(0, Length).Select(make)];
        return name switch
        {
            "xn" => RandomBytes(type.GetGenericArguments()[0], random),
            "xi" => Array(Whole),
            "xf" => Array(Real),
            "xd" => Array(index => Real(index) * 1.0000001),
            "xh" => Array(index => (Half)Real(index)),
            "xs" => Array(Pair),
            "xm" => Array(Mix),
            "ci" => new int[8],
            "cu" => new uint[] { 1, 2, 3, uint.MaxValue, 0, 0 },
            "cl" => new long[] { 1, 2, 3, -1, 0, 0 },
            "cf" => new float[4],
            "count" => numbers.Count,
            "columns" => numbers.Columns,
            "fixedColumns" => SpecializedValue.New(numbers.Columns),
            "fixedBound" => SpecializedValue.New(numbers.Bound),
            "width" => (int)numbers.Extent[0],
            "height" => (int)numbers.Extent[1],
            "bound" => numbers.Bound,
            "narrow" => (short)numbers.Divisor,
            "scale" => numbers.Bound * 0.5f - 1,
            "nest" => new RandomNest { First = (short)-numbers.Columns, Inner = Pair(numbers.Bound + 1), Last = 1L << (numbers.Bound * 5) },
            _ when aliases.Find(name) is { } view => new ArrayPart(shared, view.Offset, (shared.Length - view.Offset) / view.Size),
            _ => System.Array.CreateInstance(type.GetGenericArguments()[0], Length),
        };
    }

    private Array RandomBytes(Type element, Random random)
    {
        var array = Array.CreateInstance(element, Length);
        var bytes = new byte[Length * TypeLayout.Of(element).Size];
        random.NextBytes(bytes);
        Buffer.BlockCopy(bytes, 0, array, 0, bytes.Length);
        return array;
    }
}
